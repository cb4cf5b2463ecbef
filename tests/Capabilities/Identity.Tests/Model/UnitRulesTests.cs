using Lingnan.Identity.Contracts;
using Lingnan.Identity.Model;
using Lingnan.Kernel;

namespace Lingnan.Identity.Tests.Model;

public class UnitRulesTests
{
    private static readonly Unit City = Make(UnitLevel.City, "441900");
    private static readonly Unit Town = Make(UnitLevel.Town, "441900003");

    [Theory]
    [InlineData(UnitLevel.City, "441900", null)]
    [InlineData(UnitLevel.Town, "441900003", null)]
    [InlineData(UnitLevel.Town, "441900003000", null)]
    [InlineData(UnitLevel.Village, "441900003005", null)]
    [InlineData(UnitLevel.Town, "441900", "identity.unit.region")]
    [InlineData(UnitLevel.City, "441901", "identity.unit.region")]
    [InlineData(UnitLevel.Town, "442000001", "identity.unit.region")]
    [InlineData(UnitLevel.Town, "44190003", "identity.unit.region")]
    [InlineData(UnitLevel.Town, "44190000X", "identity.unit.region")]
    public void Judges_a_unit_under_the_city(UnitLevel level, string region, string? code) =>
        Assert.Equal(code, UnitRules.Check(Make(level, region), City)?.Code);

    [Theory]
    [InlineData(UnitLevel.City, "441900", "identity.unit.level")]
    [InlineData(UnitLevel.Town, "441900003", null)]
    [InlineData(UnitLevel.Town, "441900004", "identity.unit.region")]
    [InlineData(UnitLevel.Village, "441900003001", null)]
    [InlineData(UnitLevel.Village, "441900004001", "identity.unit.region")]
    public void Judges_a_unit_under_a_town(UnitLevel level, string region, string? code) =>
        Assert.Equal(code, UnitRules.Check(Make(level, region), Town)?.Code);

    [Fact]
    public void The_root_is_of_level_city()
    {
        Assert.Null(UnitRules.Check(City, null));
        Assert.Equal("identity.unit.level", UnitRules.Check(Town, null)?.Code);
    }

    [Theory]
    [InlineData("", "Name")]
    [InlineData("名称", " ")]
    [InlineData("名\n称", "Name")]
    public void Both_names_are_needed(string zh, string en) =>
        Assert.Equal("identity.unit.name", UnitRules.CheckName(new LocalText(zh, en))?.Code);

    private static Unit Make(UnitLevel level, string region) =>
        new("o_1", null, new LocalText("机构", "Unit"), level, region, null);
}

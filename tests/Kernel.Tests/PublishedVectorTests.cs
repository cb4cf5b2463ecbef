using Lingnan.Kernel;

namespace Lingnan.Kernel.Tests;

/// <summary>Numbers that standards and public registers print; every one must parse and print itself.</summary>
public sealed class PublishedVectorTests
{
    [Theory]
    [InlineData("11010519491231002X", "110105", "1949-12-31", Sex.Female)]
    [InlineData("440524188001010014", "440524", "1880-01-01", Sex.Male)]
    public void Resident_numbers_of_the_standard(string text, string region, string birth, Sex sex)
    {
        var number = ResidentId.Parse(text).Value;
        Assert.Equal(text, number.ToString());
        Assert.Equal(region, number.RegionCode);
        Assert.Equal(DateOnly.Parse(birth), number.BirthDate);
        Assert.Equal(sex, number.Sex);
        Assert.False(number.IsSynthetic);
        Assert.False(number.WasLegacy);
    }

    [Theory]
    [InlineData("9144030071526726XG")]
    [InlineData("91330100799655058B")]
    [InlineData("914403001922038216")]
    [InlineData("12100000400000624D")]
    public void Credit_codes_of_public_registers(string text)
    {
        var code = CreditCode.Parse(text).Value;
        Assert.Equal(text, code.ToString());
        Assert.Equal(text[8..17], code.OrganizationCode.ToString());
        Assert.Equal(code.OrganizationCode, OrganizationCode.Parse(text[8..16] + "-" + text[16]).Value);
    }

    [Theory]
    [InlineData("440000", RegionLevel.Province, null)]
    [InlineData("440100", RegionLevel.City, "440000")]
    [InlineData("441302", RegionLevel.County, "441300")]
    [InlineData("441900", RegionLevel.City, "440000")]
    [InlineData("441900003", RegionLevel.Town, "441900")]
    [InlineData("442000001002", RegionLevel.Village, "442000001")]
    [InlineData("440106003", RegionLevel.Town, "440106")]
    public void Divisions_know_their_level_and_parent(string text, RegionLevel level, string? parent)
    {
        var code = RegionCode.Parse(text).Value;
        Assert.Equal(text, code.ToString());
        Assert.Equal(level, code.Level);
        Assert.Equal(parent, code.Parent?.ToString());
        Assert.Equal(code, RegionCode.Parse(code.ToTwelveDigits()).Value);
    }
}

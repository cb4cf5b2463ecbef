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

    [Theory]
    [InlineData("11100000000013338W011.11430000006122244L.20230000403.001.U")]
    [InlineData("11100000000013338W009.11330105002500287C.2025052201.002.0")]
    [InlineData("11100000MB03271699022.340100.000000016.001.9")]
    public void Certificate_ids_of_issued_certificates(string text)
    {
        var id = CertificateId.Parse("1.2.156.3005.2." + text).Value;
        Assert.Equal("1.2.156.3005.2." + text, id.ToString());
        Assert.Equal(id, CertificateId.Parse(text).Value);
        Assert.Equal(string.Join('.', text.Split('.')[..4]), $"{id.Type}.{id.Issuer}.{id.Serial}.{id.Version}");
    }

    [Fact]
    public void A_service_item_of_Dongguan()
    {
        var code = ServiceItemCode.Parse("11441900007331881C3442106100010").Value;
        Assert.Equal("11441900007331881C", code.Organ.ToString());
        Assert.Equal(3, code.Level);
        Assert.Equal("442106100010", code.BasicCode);
        Assert.Null(code.HandlingItem);
        Assert.Equal("01", ServiceItemCode.Parse(code + "01").Value.HandlingItem);
        var older = ServiceItemCode.Parse("XK440106001").Value;
        Assert.True(older.IsOlder);
        Assert.Null(older.Organ);
    }

    [Fact]
    public void A_manhole_cover_of_Gusu()
    {
        var code = ComponentCode.Parse("3205080101000001").Value;
        Assert.Equal("320508", code.Region.ToString());
        Assert.Equal(("01", "01", 1), (code.MainClass, code.SmallClass, code.Serial));
    }

    [Fact]
    public void A_cell_of_Dongguan_lies_in_its_community()
    {
        var cell = CellCode.Parse("441900003001007").Value;
        Assert.Equal("441900003001", cell.Region.ToString());
        Assert.Equal(7, cell.Serial);
        Assert.True(RegionCode.Parse("441900").Value.Contains(cell.Region));
        Assert.True(RegionCode.Parse("440000").Value.Contains(cell.Region));
        Assert.False(RegionCode.Parse("442000").Value.Contains(cell.Region));
        Assert.Null(cell.Region.County);
    }

    [Fact]
    public void A_resource_of_the_catalogue()
    {
        var code = CatalogCode.Parse("301000201/000015").Value;
        Assert.Equal(
            (3, "01", "000", "201", "000015"),
            (code.Class, code.Item, code.Category, code.Detail, code.Sequence));
    }

    [Fact]
    public void A_fifteen_digit_number_becomes_eighteen_and_stays_the_same_person()
    {
        var legacy = ResidentId.Parse("110105491231002").Value;
        Assert.True(legacy.WasLegacy);
        Assert.Equal("11010519491231002X", legacy.ToString());
        Assert.Equal(ResidentId.Parse("11010519491231002x").Value, legacy);
        Assert.Equal("110***********002X", legacy.ToMasked());
    }

    [Fact]
    public void Numbers_of_the_unassigned_block_are_synthetic()
    {
        Assert.True(ResidentId.Of("990001", new DateOnly(2000, 2, 29), 1).Value.IsSynthetic);
        Assert.True(CreditCode.Of("91", "990100", "MA000001").Value.IsSynthetic);
        Assert.True(RegionCode.Parse("990100001").Value.IsSynthetic);
        Assert.Equal("990100", RegionCode.Parse("990100001").Value.Parent.ToString());
        Assert.False(CreditCode.Parse("12100000400000624D").Value.IsSynthetic);
        Assert.False(RegionCode.Parse("441900").Value.IsSynthetic);
    }

    [Theory]
    [InlineData("+86 13800138000")]
    [InlineData("+86-13800138000")]
    [InlineData("008613800138000")]
    [InlineData("＋８６１３８００１３８０００")]
    public void A_mobile_number_loses_its_country(string text)
    {
        var number = MobileNumber.Parse(text).Value;
        Assert.Equal("13800138000", number.ToString());
        Assert.Equal("+8613800138000", number.ToInternational());
        Assert.Equal("138****8000", number.ToMasked());
    }
}

using Lingnan.PackKit.Registries;
using Lingnan.Registries.Model;

namespace Lingnan.Registries.Tests;

public class ValidatorTests
{
    private static readonly ValidationContext Demo = new()
    {
        CodeList = name => name == "test:sex" ? Declared.Sexes : null, Today = new DateOnly(2026, 3, 1), IsDemo = true,
    };

    [Theory]
    [InlineData(FieldType.Date, "2024-02-30", "registries.field.impossible-day")]
    [InlineData(FieldType.Date, "2023-02-29", "registries.field.impossible-day")]
    [InlineData(FieldType.Date, "2024-13-01", "registries.field.impossible-month")]
    [InlineData(FieldType.Date, "0000-01-01", "registries.field.not-date")]
    [InlineData(FieldType.Date, "昨天", "registries.field.not-date")]
    [InlineData(FieldType.Number, "1e5", "registries.field.not-number")]
    [InlineData(FieldType.Number, "1,23", "registries.field.not-number")]
    [InlineData(FieldType.Number, "0x10", "registries.field.not-number")]
    [InlineData(FieldType.Number, "99999999999999999999", "registries.field.not-number")]
    [InlineData(FieldType.Number, "1.5", "registries.field.too-many-places")]
    [InlineData(FieldType.Money, "1.005", "registries.field.too-many-places")]
    [InlineData(FieldType.Money, "999999999999999999", "registries.field.too-large")]
    [InlineData(FieldType.Code, "3", "registries.field.unknown-code")]
    [InlineData(FieldType.Code, "8", "registries.field.code-no-longer-valid")]
    [InlineData(FieldType.Code, "9", "registries.field.code-not-yet-valid")]
    [InlineData(FieldType.Region, "44190", "kernel.region-code.length")]
    [InlineData(FieldType.ResidentId, "44010319900101001A", "kernel.resident-id.characters")]
    [InlineData(FieldType.Text, "一\u0007二", "registries.field.control-character")]
    [InlineData(FieldType.Text, "一\n二", "registries.field.control-character")]
    [InlineData(FieldType.Text, "一\u2028二", "registries.field.control-character")]
    [InlineData(FieldType.Text, "乱\uFFFD码", "registries.field.broken-character")]
    public void A_bad_value_is_named(FieldType type, string text, string code) => Assert.Equal(code, Fault(type, text));

    [Theory]
    [InlineData(FieldType.Date, "2024年2月29日", "2024-02-29")]
    [InlineData(FieldType.Date, "２０２４/２/２９", "2024-02-29")]
    [InlineData(FieldType.Date, "20240229", "2024-02-29")]
    [InlineData(FieldType.Date, "2024-02-29 00:00:00", "2024-02-29")]
    [InlineData(FieldType.Number, "１，２３４", "1234")]
    [InlineData(FieldType.Money, "12,345.6", "12345.60")]
    [InlineData(FieldType.Money, "-0.50", "-0.50")]
    [InlineData(FieldType.Code, "１", "1")]
    [InlineData(FieldType.Code, "女", "2")]
    [InlineData(FieldType.Code, "FEMALE", "2")]
    [InlineData(FieldType.Region, "４４１９００００３０００", "441900003")]
    [InlineData(FieldType.Text, "　全角Ａ　", "全角Ａ")]
    public void A_good_value_is_made_canonical(FieldType type, string text, string canonical)
    {
        var row = Validate(Field(type), text, Demo);
        Assert.Empty(row.Faults);
        Assert.Equal(
            canonical,
            Canonical.Text(row.Row!.Values["x"] is decimal d ? decimal.Round(d, type == FieldType.Money ? 2 : 0)
                + (type == FieldType.Money ? 0.00m : 0m) : row.Row.Values["x"]));
    }

    [Fact]
    public void Length_counts_characters_and_not_units()
    {
        var field = Field(FieldType.Text) with { MaxLength = 3 };
        Assert.Empty(Validate(field, "𠮷𠮷𠮷", Demo).Faults);
        Assert.Equal("registries.field.too-long", Validate(field, "𠮷𠮷𠮷𠮷", Demo).Faults[0].Error.Code);
    }

    [Fact]
    public void A_half_of_a_pair_is_no_character() =>
        Assert.Equal("registries.field.broken-character", Fault(FieldType.Text, "张\uD842三"));

    [Fact]
    public void Ranges_are_inclusive_and_told()
    {
        var field = Field(FieldType.Number) with { Min = "0", Max = "100" };
        Assert.Empty(Validate(field, "0", Demo).Faults);
        Assert.Empty(Validate(field, "100", Demo).Faults);
        Assert.Equal("100", Validate(field, "101", Demo).Faults[0].Error.Args["max"]);
        Assert.Equal("0", Validate(field, "-1", Demo).Faults[0].Error.Args["min"]);
        var date = Field(FieldType.Date) with { Max = "today" };
        Assert.Empty(Validate(date, "2026-03-01", Demo).Faults);
        Assert.Equal("registries.field.too-large", Validate(date, "2026-03-02", Demo).Faults[0].Error.Code);
    }

    [Fact]
    public void A_pattern_holds_for_the_whole_text_and_takes_linear_time()
    {
        var field = Field(FieldType.Text) with
        {
            Pattern = "(a|aa)+", PatternHint = new("只含 a", "only a"), MaxLength = 4000,
        };
        Assert.Empty(Validate(field, new string('a', 4000), Demo).Faults);
        Assert.Equal(
            "registries.field.pattern", Validate(field, new string('a', 3999) + "b", Demo).Faults[0].Error.Code);
    }

    [Fact]
    public void Numbers_for_demonstration_are_refused_in_a_city_in_service()
    {
        var field = Field(FieldType.ResidentId);
        Assert.Empty(Validate(field, Declared.Number(1), Demo).Faults);
        Assert.Equal(
            "registries.field.synthetic-id",
            Validate(field, Declared.Number(1), Demo with { IsDemo = false }).Faults[0].Error.Code);
        Assert.Empty(Validate(field, "11010519491231002X", Demo with { IsDemo = false }).Faults);
    }

    [Fact]
    public void What_an_identity_number_tells_is_filled_in_and_checked()
    {
        var good = RowValidator.Validate(Declared.People, Row(("number", Declared.Number(1)), ("name", "张三")), Demo);
        Assert.Equal(new DateOnly(1950, 1, 1), good.Row!.Values["birth"]);
        Assert.Equal("1", good.Row.Values["sex"]);
        var bad = RowValidator.Validate(
            Declared.People, Row(
                ("number", Declared.Number(1)), ("name", "张三"), ("birth", "1951-01-01"), ("sex", "女")), Demo);
        Assert.Equal(["sex", "birth"], bad.Faults.Select(f => f.Field));
        Assert.All(bad.Faults, f => Assert.Equal("registries.field.disagrees", f.Error.Code));
    }

    [Fact]
    public void Every_fault_of_a_row_is_told_at_once()
    {
        var result = RowValidator.Validate(
            Declared.People, Row(("number", "1"), ("name", " "), ("height", "x"), ("nonsense", "1")), Demo);
        Assert.Null(result.Row);
        Assert.Equal([null, "number", "name", "height"], result.Faults.Select(f => f.Field));
    }

    [Fact]
    public void An_absent_field_is_left_alone_in_a_part_of_a_row()
    {
        Assert.Equal(
            "registries.field.required",
            RowValidator.Validate(Declared.People, Row(("name", "张三")), Demo).Faults[0].Error.Code);
        var part = RowValidator.Validate(Declared.People, Row(("name", "张三")), Demo with { Partial = true });
        Assert.Equal(["name"], part.Row!.Values.Keys);
    }

    private static string? Fault(FieldType type, string text) =>
        Validate(Field(type), text, Demo).Faults.SingleOrDefault()?.Error.Code;

    private static FieldDeclaration Field(FieldType type) =>
        Declared.Field("x", type) with { CodeList = type == FieldType.Code ? "test:sex" : null };

    private static Validation Validate(FieldDeclaration field, string text, ValidationContext context) =>
        RowValidator.Validate(Declared.Divisions with { Fields = [field], Key = ["x"] }, Row(("x", text)), context);

    private static Dictionary<string, string?> Row(params (string Name, string? Text)[] texts) =>
        texts.ToDictionary(t => t.Name, t => t.Text);
}

using Lingnan.Kernel;
using Lingnan.PackKit;
using Lingnan.PackKit.Registries;

namespace Lingnan.Registries.Tests;

/// <summary>Declarations that use every field type; no pack of the repository is needed to test the engine.</summary>
internal static class Declared
{
    public static CodeListDeclaration Sexes { get; } = new()
    {
        Pack = "test", Id = "sex", Title = new("性别", "Sex"), Source = "GB/T 2261.1-2003",
        Items =
        [
            new("1", new("男", "Male"), null, null),
            new("2", new("女", "Female"), null, null),
            new("8", new("旧码", "Old"), null, new DateOnly(2020, 12, 31)),
            new("9", new("新码", "New"), new DateOnly(2099, 1, 1), null),
        ],
    };

    public static RegistryDeclaration Divisions { get; } = new()
    {
        Pack = "test", Table = "division", IdPrefix = "d", Title = new("区划", "Divisions"),
        Summary = new("区划", "Divisions"),
        Owner = new("民政局", "Civil affairs"), RegionField = "code", TitleField = "name", Key = ["code"],
        DefaultSort = "code",
        ListFields = ["code", "name"], Open = true, Examples = [], File = "test",
        Fields =
        [
            Field("code", FieldType.Region) with { Required = true, Unique = true, Privacy = Privacy.Public },
            Field("name", FieldType.Text) with { Required = true, Privacy = Privacy.Public, Pinyin = true },
            Field("parent", FieldType.Reference) with { Target = "test:division", Privacy = Privacy.Public },
            Field("note", FieldType.Text) with { Indexed = true },
        ],
    };

    public static RegistryDeclaration People { get; } = new()
    {
        Pack = "test", Table = "person", IdPrefix = "p", Title = new("人口", "Persons"), Summary = new("人口", "Persons"),
        Owner = new("公安局", "Police"), IsPersons = true, RegionField = "region", TitleField = "name", Key = ["number"],
        DefaultSort = "name", ListFields = ["name", "sex"], Examples = [], File = "test",
        Fields =
        [
            Field("number", FieldType.ResidentId) with { Required = true, Unique = true, Privacy = Privacy.Sealed },
            Field("name", FieldType.Text) with { Required = true, Privacy = Privacy.Personal, Pinyin = true,
                Indexed = true, MaxLength = 50 },
            Field("sex", FieldType.Code) with { CodeList = "test:sex", DerivedFrom = "number", Indexed = true },
            Field("birth", FieldType.Date) with { Privacy = Privacy.Personal, DerivedFrom = "number", Max = "today",
                Indexed = true },
            Field("region", FieldType.Region) with { Indexed = true },
            Field("mobile", FieldType.Mobile) with { Privacy = Privacy.Sealed },
            Field("address", FieldType.Text) with { Privacy = Privacy.Personal },
            Field("height", FieldType.Number) with { Scale = 1, Min = "20", Max = "260", Unit = "cm", Indexed = true },
            Field("income", FieldType.Money) with { Privacy = Privacy.Sealed },
            Field("employer", FieldType.CreditCode),
            Field("office", FieldType.OrganizationCode),
            Field("home", FieldType.Reference) with { Target = "test:division", Indexed = true },
            Field("plate", FieldType.Text) with { Pattern = "[A-Z]{2}[0-9]{3}",
                PatternHint = new("两位字母三位数字", "two letters, three digits") },
        ],
    };

    /// <summary>Rows about persons, named by two fields of which one refers to another register.</summary>
    public static RegistryDeclaration Visits { get; } = new()
    {
        Pack = "test", Table = "visit", IdPrefix = "v", Title = new("走访", "Visits"), Summary = new("走访", "Visits"),
        Owner = new("镇街", "Town"), SubjectField = "person", TitleField = "place", Key = ["person", "day"],
        DefaultSort = "day",
        ListFields = ["person", "day"], Examples = [], File = "test",
        Fields =
        [
            Field("person", FieldType.Reference) with { Target = "test:person", Required = true, Indexed = true },
            Field("day", FieldType.Date) with { Required = true, Indexed = true },
            Field("place", FieldType.Text),
            Field("finding", FieldType.Text) with { Privacy = Privacy.Sealed },
        ],
    };

    public static PackSet Packs(params RegistryDeclaration[] registers) => new(
    [
        new Pack
        {
            Id = "test", Title = new("试", "Test"), Summary = new("试", "Test"), Owner = new("试", "Test"),
            Folder = "test",
            Declarations = [Sexes, .. registers.Length == 0 ? [Divisions, People, Visits] : registers],
        },
    ]);

    public static FieldDeclaration Field(string name, FieldType type) =>
        new() { Name = name, Title = new LocalText("字段" + name, name), Type = type };

    /// <summary>A number of the block for demonstration; odd sequences are men.</summary>
    public static string Number(int n) =>
        ResidentId.Of("990001", new DateOnly(1950, 1, 1).AddDays(n / 500), n % 500 * 2 + 1).Value.ToString();
}

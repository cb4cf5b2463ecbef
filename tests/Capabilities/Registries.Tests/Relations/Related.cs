using Lingnan.Kernel;
using Lingnan.PackKit;
using Lingnan.PackKit.Registries;
using Lingnan.Registries.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Registries.Tests.Relations;

/// <summary>Persons who stay in homes within homes, and firms that hold one another.</summary>
internal static class Related
{
    public static RegistryDeclaration Homes { get; } = Register("home", "h") with
    {
        RegionField = "region",
        Fields = [Name(), Declared.Field("region", FieldType.Region) with { Indexed = true }, To("parent", "home")],
        Relations = [Way("home", "parent", "units") with { To = "parent", Target = "test:home", Acyclic = true }],
    };

    public static RegistryDeclaration People { get; } = Register("person", "p") with
    {
        IsPersons = true, RegionField = "region",
        Fields =
        [
            Name() with { Privacy = Privacy.Personal, Pinyin = true },
            Declared.Field("region", FieldType.Region) with { Indexed = true },
            Declared.Field("house", FieldType.Text) with { Indexed = true, Privacy = Privacy.Personal },
        ],
        Relations =
        [
            Way("person", "homes", "dwellers") with
            {
                Holder = "test:stay", From = "person", To = "home", Since = "since", Until = "until",
            },
            Way("person", "house", "members") with { To = "house", Target = "test:house", ByKey = true },
        ],
    };

    public static RegistryDeclaration Houses { get; } = Register("house", "u") with
    {
        RegionField = "region",
        Fields = [Name(), Declared.Field("region", FieldType.Region) with { Indexed = true }],
    };

    public static RegistryDeclaration Stays { get; } = Register("stay", "s") with
    {
        SubjectField = "person", RegionField = "region",
        Fields =
        [
            Name(), Declared.Field("region", FieldType.Region) with { Indexed = true },
            To("person", "person") with { Privacy = Privacy.Personal },
            To("home", "home") with { Privacy = Privacy.Personal },
            Declared.Field("since", FieldType.Date), Declared.Field("until", FieldType.Date),
        ],
    };

    public static RegistryDeclaration Firms { get; } = Register("firm", "f") with
    {
        Fields = [Name()],
        Relations =
        [
            Way("firm", "holders", "held") with
            {
                Holder = "test:share", From = "firm", To = "holder", Share = "share",
            },
            Way("firm", "owners", "owned") with
            {
                Holder = "test:share", From = "firm", To = "owner", Share = "share",
            },
        ],
    };

    public static RegistryDeclaration Shares { get; } = Register("share", "e") with
    {
        Fields =
        [
            Name(), To("firm", "firm"), To("holder", "firm"),
            To("owner", "person") with { Privacy = Privacy.Personal },
            Declared.Field("share", FieldType.Number) with { Scale = 4 },
        ],
    };

    public static PackSet Packs { get; } = Declared.Packs(Homes, People, Houses, Stays, Firms, Shares);

    public static IRelations Relations(this RegisterCity city) => city.Services.GetRequiredService<IRelations>();

    public static RelationGroup Group(this Neighbours neighbours, string code) =>
        neighbours.Groups.Single(g => g.Step.Code == code);

    private static RegistryDeclaration Register(string table, string prefix) => new()
    {
        Pack = "test", Table = table, IdPrefix = prefix, Title = new(table, table), Summary = new(table, table),
        Owner = new("局", "Bureau"), TitleField = "name", Key = ["name"], DefaultSort = "name", ListFields = ["name"],
        Examples = [], File = "test", Fields = [],
    };

    private static RelationDeclaration Way(string register, string code, string inverse) => new()
    {
        Code = code, Title = new(code, code), InverseCode = inverse, InverseTitle = new(inverse, inverse),
        Register = $"test:{register}", Holder = $"test:{register}", To = "", Target = "",
    };

    private static FieldDeclaration Name() =>
        Declared.Field("name", FieldType.Text) with { Required = true, Unique = true, Indexed = true };

    private static FieldDeclaration To(string name, string target) =>
        Declared.Field(name, FieldType.Reference) with { Target = $"test:{target}", Indexed = true };
}

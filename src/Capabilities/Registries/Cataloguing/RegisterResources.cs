using Lingnan.Catalog.Contracts;
using Lingnan.PackKit;
using Lingnan.PackKit.Registries;

namespace Lingnan.Registries.Cataloguing;

/// <summary>Every declared register as a resource. What its pack does not say follows from its fields.</summary>
internal sealed class RegisterResources(PackSet packs) : IResourceSource
{
    private const string Condition = "因履行职责需要，经提供方同意后按需共享。";

    public IReadOnlyList<DeclaredResource> Resources =>
    [
        .. packs.All<RegistryDeclaration>().OrderBy(r => r.Name, StringComparer.Ordinal)
            .Select(r => new DeclaredResource(r.Name, Describe(r), r.Listed)),
    ];

    public static ResourceDescription Describe(RegistryDeclaration register)
    {
        var declared = register.Catalog ?? new CatalogDeclaration();
        var isPersonal = register.Fields.Any(IsPersonal);
        var share = Choice(
            declared.Share, isPersonal ? ShareClass.Conditional : ShareClass.Unconditional);
        return new ResourceDescription
        {
            Classification = declared.Classification ?? Classification(register),
            Title = register.Title,
            Summary = register.Summary,
            Provider = register.Owner,
            ProviderCode = declared.ProviderCode,
            Formats = [ResourceFormat.Database, ResourceFormat.Spreadsheet],
            Items = [.. register.Fields.Select(f => Item(register, f, share))],
            Share = share,
            ShareCondition = declared.ShareCondition ?? (share == ShareClass.Conditional ? Condition : null),
            LegalBasis = declared.LegalBasis,
            Open = register.Open ? OpenClass.Unconditional : OpenClass.None,
            Cycle = Choice(declared.Cycle, UpdateCycle.Irregular),
            Keywords = declared.Keywords,
        };
    }

    private static ResourceItem Item(RegistryDeclaration register, FieldDeclaration field, ShareClass share) => new(
        field.Name, field.Title, TypeOf(field),
        share == ShareClass.Unconditional && IsPersonal(field) ? ShareClass.Conditional : share,
        register.Open && field.Privacy == Privacy.Public ? OpenClass.Unconditional : OpenClass.None,
        field.Privacy switch
        {
            Privacy.Public => ItemPrivacy.Public,
            Privacy.Internal => ItemPrivacy.Internal,
            Privacy.Personal => ItemPrivacy.Personal,
            _ => ItemPrivacy.Sensitive,
        });

    private static ItemType TypeOf(FieldDeclaration field) => field.Type switch
    {
        FieldType.Number => field.Scale == 0 ? ItemType.Integer : ItemType.Number,
        FieldType.Money => ItemType.Money,
        FieldType.Date => ItemType.Date,
        FieldType.Geometry => ItemType.General,
        _ => ItemType.Text,
    };

    // Items of class 1 in the guide: 01 population, 02 legal entities, 03 places; all else is a department's.
    private static string Classification(RegistryDeclaration register)
    {
        if (register.IsPersons) return "101001";
        var key = register.Fields.Where(f => register.Key.Contains(f.Name)).ToList();
        if (key.Any(f => f.Type == FieldType.CreditCode)) return "102001";
        return key.Any(f => f.Type == FieldType.Region) || register.Fields.Any(f => f.Type == FieldType.Geometry)
            ? "103001" : "307001";
    }

    private static bool IsPersonal(FieldDeclaration field) => field.Privacy is Privacy.Personal or Privacy.Sealed;

    private static T Choice<T>(string? text, T otherwise) where T : struct, Enum =>
        text is not null && Enum.TryParse<T>(
            text.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var value) ? value : otherwise;
}

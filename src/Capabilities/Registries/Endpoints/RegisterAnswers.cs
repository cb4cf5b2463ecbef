using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Registries.Contracts;

namespace Lingnan.Registries.Endpoints;

/// <summary>A register as the API lists it.</summary>
internal sealed record RegisterAnswer(
    string Pack, string Table, LocalText Title, LocalText Summary, LocalText Owner, int Version, bool Open,
    bool Readable,
    bool IsPersons, string TitleField, IReadOnlyList<string> Key, string DefaultSort, IReadOnlyList<string> ListFields,
    IReadOnlyList<FieldAnswer> Fields, long? Rows)
{
    public static RegisterAnswer Of(RegistryDeclaration register, bool readable, long? rows) => new(
        register.Pack, register.Table, register.Title, register.Summary, register.Owner, register.Version,
        register.Open, readable,
        register.IsPersons, register.TitleField, register.Key, register.DefaultSort, register.ListFields,
        [.. register.Fields.Select(FieldAnswer.Of)], rows);
}

/// <summary>A field as the API lists it.</summary>
internal sealed record FieldAnswer(
    string Name, LocalText Title, LocalText? Hint, FieldType Type, Privacy Privacy, bool Required, bool Unique,
    bool Indexed,
    string? Min, string? Max, string? Pattern, int? MaxLength, int? Scale, string? Unit, string? CodeList,
    string? Target, GeometryKind? Kind, GeometryDatum? Datum)
{
    public static FieldAnswer Of(FieldDeclaration field) => new(
        field.Name, field.Title, field.Hint, field.Type, field.Privacy, field.Required, field.Unique, field.Indexed,
        field.Min, field.Max, field.Pattern, field.Type == FieldType.Text ? field.MaxLength : null,
        field.Type == FieldType.Number ? field.Scale : null, field.Unit, field.CodeList, field.Target,
        field.Type == FieldType.Geometry ? field.Kind : null, field.Type == FieldType.Geometry ? field.Datum : null);
}

/// <summary>A page of rows.</summary>
internal sealed record PageAnswer(IReadOnlyList<Record> Items, string? Next, long? Total);

/// <summary>What a write did.</summary>
internal sealed record WriteAnswer(string Outcome, Record? Record);

using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Model;

namespace Lingnan.Registries.Import;

/// <summary>Which column feeds which field.</summary>
internal sealed class ColumnMap
{
    /// <summary>Columns of our own report begin so; a mended file is sent again with them.</summary>
    public const char ReportMark = '_';

    private readonly FieldDeclaration?[] _fields;

    private ColumnMap(IReadOnlyList<string> headers, FieldDeclaration?[] fields)
    {
        Headers = headers;
        _fields = fields;
    }

    public IReadOnlyList<string> Headers { get; }

    public IReadOnlyList<ImportColumn> Columns => [.. Headers.Select((h, i) => new ImportColumn(h, _fields[i]?.Name))];

    /// <summary>The field a column feeds, or null when it is ignored.</summary>
    public FieldDeclaration? Field(int column) => _fields[column];

    /// <summary>Header of the column that feeds a field, or null.</summary>
    public string? HeaderOf(string? field)
    {
        var column = Array.FindIndex(_fields, f => f is not null && f.Name == field);
        return column < 0 ? null : Headers[column];
    }

    /// <summary>Recognises headers by field name, titles in both languages, and aliases; case,
    /// white space and full width do not matter. <paramref name="given"/> overrides.</summary>
    public static Result<ColumnMap> Recognise(
        RegistryDeclaration register, IReadOnlyList<string> headers, IReadOnlyDictionary<string, string>? given)
    {
        var known = new Dictionary<string, FieldDeclaration>(StringComparer.Ordinal);
        foreach (var field in register.Fields)
            foreach (var name in field.Aliases.Prepend(field.Title.En).Prepend(field.Title.Zh).Prepend(field.Name))
                known.TryAdd(Plain(name), field);
        foreach (var field in given?.Values ?? [])
            if (register.Fields.All(f => f.Name != field)) return ImportErrors.UnknownColumn(field);

        var fields = new FieldDeclaration?[headers.Count];
        for (var i = 0; i < headers.Count; i++)
        {
            if (headers[i].StartsWith(ReportMark)) continue;
            fields[i] = given is not null && given.TryGetValue(headers[i], out var chosen)
                ? register.Field(chosen)
                : known.GetValueOrDefault(Plain(headers[i]));
        }
        var twice = fields.Where(f => f is not null).GroupBy(f => f!.Name).FirstOrDefault(g => g.Count() > 1);
        return twice is null
            ? new ColumnMap(headers, fields)
            : ImportErrors.SameColumn(register.Field(twice.Key).Title.ToString());
    }

    /// <summary>Required fields that neither a column nor another field feeds.</summary>
    public IReadOnlyList<string> Missing(RegistryDeclaration register) =>
    [
        .. register.Fields.Where(f => RowValidator.IsRequired(register, f) && f.DerivedFrom is null
            && _fields.All(c => c?.Name != f.Name)).Select(f => f.Name),
    ];

    private static string Plain(string header) =>
        new([.. TextRules.Fold(header).Where(c => !char.IsWhiteSpace(c)).Select(char.ToLowerInvariant)]);
}

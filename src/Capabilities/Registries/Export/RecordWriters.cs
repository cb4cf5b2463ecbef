using System.Globalization;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Tables;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Model;

namespace Lingnan.Registries.Export;

/// <summary>Writes rows in one file format.</summary>
internal interface IRecordWriter : IAsyncDisposable
{
    Task WriteAsync(Record record, CancellationToken cancellationToken);

    /// <summary>Completes the file.</summary>
    Task EndAsync(CancellationToken cancellationToken);
}

/// <summary>The formats of exports. Columns are the id and the declared fields, headed by their titles.</summary>
internal static class RecordWriters
{
    public static IReadOnlyList<string> Formats { get; } = ["csv", "xlsx", "jsonl", "parquet", "geojson"];

    /// <summary>The formats that the rows of a register have: as features only where one of its fields says where they
    /// lie.</summary>
    public static IEnumerable<string> FormatsOf(RegistryDeclaration register) =>
        Formats.Where(f => f != "geojson" || Geometry(register, null) is not null);

    /// <summary>The geometry field of this name, or the first; null where there is none.</summary>
    public static FieldDeclaration? Geometry(RegistryDeclaration register, string? name) =>
        register.Fields.FirstOrDefault(f => f.Type == FieldType.Geometry && (name is null || f.Name == name));

    public static async Task<IRecordWriter> OpenAsync(
        string format, Stream target, RegistryDeclaration register, string? geometry,
        CancellationToken cancellationToken) => format switch
    {
        "csv" => new TableRecordWriter(
            await CsvTableWriter.OpenAsync(target, Headers(register), cancellationToken), register),
        "xlsx" => new TableRecordWriter(
            await XlsxTableWriter.OpenAsync(target, register.Table, Headers(register), cancellationToken), register),
        "parquet" => await ParquetRecordWriter.OpenAsync(target, register, cancellationToken),
        "geojson" => new GeoJsonRecordWriter(target, register, Geometry(register, geometry)!),
        _ => new JsonlRecordWriter(target),
    };

    public static string ContentType(string format) => format switch
    {
        "csv" => "text/csv; charset=utf-8",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "parquet" => "application/vnd.apache.parquet",
        "geojson" => "application/geo+json",
        _ => "application/x-ndjson",
    };

    /// <summary>Headers of the table formats, in the reader's language.</summary>
    public static IReadOnlyList<string> Headers(RegistryDeclaration register) =>
        ["id", .. register.Fields.Select(f => f.Title.In(CultureInfo.CurrentUICulture))];

    /// <summary>A field that does not open says the cause after a number sign.</summary>
    public static IEnumerable<string> Cells(RegistryDeclaration register, Record record) => register.Fields
        .Select(f => record.Unreadable?.GetValueOrDefault(f.Name) is { } cause
            ? $"#{cause}"
            : Canonical.Text(record.Values.GetValueOrDefault(f.Name)) ?? "").Prepend(record.Id);
}

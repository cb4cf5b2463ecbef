using Lingnan.Kernel;

namespace Lingnan.Registries.Import;

/// <summary>Errors of imports. Words for each code are in <c>Words/</c>, in both languages.</summary>
internal static class ImportErrors
{
    public static Error Forbidden() => new("registries.import.forbidden");
    public static Error NotFound() => new("registries.import.not-found");
    public static Error NoFile() => new("registries.import.no-file");
    public static Error FileGone() => Error.Of("registries.import.file-gone", ("days", ImportLimits.ReportKept.Days));
    public static Error BrokenUpload() => new("registries.import.broken-upload");
    public static Error Empty() => new("registries.import.empty");
    public static Error NotTable() => new("registries.import.not-table");
    public static Error OldWorkbook() => new("registries.import.old-workbook");
    public static Error Packed() => new("registries.import.packed");
    public static Error BrokenWorkbook() => new("registries.import.broken-workbook");
    public static Error WorkbookTooLarge() =>
        Error.Of("registries.import.workbook-bomb", ("max", ImportLimits.WorkbookBytesMax >> 20));
    public static Error RecordTooLong(long line) =>
        Error.Of("registries.import.record-too-long", ("line", line), ("max", ImportLimits.RecordCharsMax));
    public static Error TooManyColumns(int count) =>
        Error.Of("registries.import.columns", ("count", count), ("max", ImportLimits.ColumnsMax));
    public static Error SameColumn(string header) => Error.Of("registries.import.same-column", ("header", header));
    public static Error MissingColumns(string columns) =>
        Error.Of("registries.import.missing-columns", ("columns", columns));
    public static Error UnknownColumn(string field) => Error.Of("registries.import.unknown-field", ("field", field));
    public static Error CellCount(int count, int expected) =>
        Error.Of("registries.import.cell-count", ("count", count), ("expected", expected));
    public static Error MixedEncoding(string encoding) =>
        Error.Of("registries.import.mixed-encoding", ("encoding", encoding));
    public static Error Quoting() => new("registries.import.quoting");
    public static Error LostDigits() => new("registries.import.lost-digits");
    public static Error CellError(string value) => Error.Of("registries.import.cell-error", ("value", value));
    public static Error BadJson(string reason) => Error.Of("registries.import.bad-json", ("reason", reason));
    public static Error NestedJson(string name) => Error.Of("registries.import.nested-json", ("name", name));
    public static Error UnknownKey(string name) => Error.Of("registries.import.unknown-key", ("name", name));
    public static Error NotFeatures() => new("registries.import.geojson-shape");
    public static Error BrokenGeoJson(long line, long column) =>
        Error.Of("registries.import.geojson-broken", ("line", line), ("column", column));
    public static Error FeatureTooLarge(long number) => Error.Of("registries.import.feature-size",
        ("number", number), ("max", Shapes.ShapeLimits.FeatureBytesMax >> 20));
    public static Error NotFeature(long number) => Error.Of("registries.import.feature", ("number", number));
    public static Error TooManyRefused() =>
        Error.Of("registries.import.too-many-refused", ("max", ImportLimits.RefusedRowsMax));
}

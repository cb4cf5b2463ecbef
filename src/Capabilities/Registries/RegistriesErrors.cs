using System.Globalization;
using Lingnan.Kernel;

namespace Lingnan.Registries;

/// <summary>Every error of the registers. Words for each code are in <c>Words/</c>, in both languages.</summary>
internal static class RegistriesErrors
{
    public static Error Required() => new("registries.field.required");
    public static Error UnknownField(string name) => Error.Of("registries.field.unknown", ("name", Cut(name)));
    public static Error TooLong(int max, int length) =>
        Error.Of("registries.field.too-long", ("max", max), ("length", length));
    public static Error BrokenCharacter(int position) =>
        Error.Of("registries.field.broken-character", ("position", position));
    public static Error ControlCharacter(int position, int value) => Error.Of("registries.field.control-character",
        ("position", position), ("character", "U+" + value.ToString("X4", CultureInfo.InvariantCulture)));
    public static Error Pattern(LocalText hint) =>
        Error.Of("registries.field.pattern", ("hintZh", hint.Zh), ("hintEn", hint.En));
    public static Error NotNumber() => new("registries.field.not-number");
    public static Error TooManyPlaces(int scale) => Error.Of("registries.field.too-many-places", ("scale", scale));
    public static Error TooSmall(string min) => Error.Of("registries.field.too-small", ("min", min));
    public static Error TooLarge(string max) => Error.Of("registries.field.too-large", ("max", max));
    public static Error NotDate() => new("registries.field.not-date");
    public static Error ImpossibleMonth(int month) => Error.Of("registries.field.impossible-month", ("month", month));
    public static Error ImpossibleDay(int year, int month, int day, int last) => Error.Of(
        "registries.field.impossible-day", ("year", year), ("month", month), ("day", day), ("last", last));
    public static Error UnknownCode(string list) => Error.Of("registries.field.unknown-code", ("list", list));
    public static Error CodeNotYetValid(DateOnly from) =>
        Error.Of("registries.field.code-not-yet-valid", ("from", Iso(from)));
    public static Error CodeNoLongerValid(DateOnly to) =>
        Error.Of("registries.field.code-no-longer-valid", ("to", Iso(to)));
    // What the number says is not repeated here: refusals are kept with imports, and the value is personal.
    public static Error Disagrees(LocalText other) =>
        Error.Of("registries.field.disagrees", ("otherZh", other.Zh), ("otherEn", other.En));
    public static Error SyntheticId() => new("registries.field.synthetic-id");

    public static Error NotUnique() => new("registries.field.not-unique");
    public static Error NotUniqueInFile(long line) => Error.Of("registries.field.not-unique-in-file", ("line", line));
    public static Error UnknownRegion() => new("registries.field.unknown-region");
    public static Error UnknownReference(LocalText target) =>
        Error.Of("registries.field.unknown-reference", ("targetZh", target.Zh), ("targetEn", target.En));

    public static Error RowNotFound() => new("registries.row.not-found");
    public static Error RowClosed() => new("registries.row.gone");
    public static Error RowExists() => new("registries.row.exists");
    public static Error KeyTaken() => new("registries.row.key-taken");
    public static Error DuplicateInFile(long line) => Error.Of("registries.row.duplicate-in-file", ("line", line));
    public static Error OutOfReach() => new("registries.reach.forbidden");
    public static Error VersionMismatch(int expected, int actual) =>
        Error.Of("registries.row.version", ("expected", expected), ("actual", actual));
    public static Error ShapeChanged(string register) =>
        Error.Of("registries.row.shape.version", ("register", register));

    public static Error NoDays(DateOnly? from, DateOnly? to) => Error.Of(
        "registries.valid.no-days", ("from", from is { } f ? Iso(f) : ""), ("to", to is { } t ? Iso(t) : ""));
    public static Error BeforeBeginning(DateOnly beginning) =>
        Error.Of("registries.valid.before-beginning", ("beginning", Iso(beginning)));
    public static Error OutsideRow() => new("registries.valid.outside");
    public static Error SubjectDated() => new("registries.valid.subject");
    public static Error BadDay(string name) => Error.Of("registries.request.bad-day", ("name", name));
    public static Error BadInstant(string name) => Error.Of("registries.request.bad-instant", ("name", name));
    public static Error NotThen() => new("registries.row.not-then");

    public static Error DeclarationOlder(string register, int declared, long made) => Error.Of(
        "registries.declaration.older", ("register", register), ("declared", declared), ("made", made));
    public static Error ColumnRemoved(string register, string column) =>
        Error.Of("registries.declaration.column-removed", ("register", register), ("column", column));
    public static Error ColumnRetyped(string register, string column) =>
        Error.Of("registries.declaration.column-retyped", ("register", register), ("column", column));
    public static Error NotYetUnique(string register, string index) =>
        Error.Of("registries.declaration.not-unique", ("register", register), ("index", index));
    public static Error IndexTooLong(string register, string field, int max) => Error.Of(
        "registries.declaration.index-too-long", ("register", register), ("field", field), ("max", max));

    // Their last segments tell the web the status: signed-out 401, forbidden and purpose-required 403, gone 410,
    // version 412.
    public static Error SignedOut() => new("registries.read.signed-out");
    public static Error ReadForbidden() => new("registries.read.forbidden");
    public static Error UnmaskForbidden() => new("registries.unmask.forbidden");
    public static Error PurposeMissing() =>
        Error.Of("registries.unmask.purpose-required", ("min", RegistriesLimits.PurposeMin));
    public static Error CaseMissing() => Error.Of(
        "registries.unmask.case-required",
        ("min", RegistriesLimits.CaseNumberMin), ("max", RegistriesLimits.CaseNumberMax));
    public static Error WriteForbidden() => new("registries.write.forbidden");
    public static Error ExportForbidden() => new("registries.export.forbidden");
    public static Error UnknownRegister() => new("registries.register.not-found");
    public static Error BadCursor() => new("registries.list.cursor");
    public static Error LimitOutOfRange() => Error.Of("registries.list.limit", ("max", RegistriesLimits.PageRowsMax));
    public static Error NotSortable(string field) => Error.Of("registries.list.not-sortable", ("field", Cut(field)));
    public static Error NoSuchOrder(string asked, string declared) =>
        Error.Of("registries.list.order", ("asked", Cut(asked)), ("declared", declared));
    public static Error UnknownListField(string field) =>
        Error.Of("registries.list.field", ("field", Cut(field)));
    public static Error FilterShape(string text) => Error.Of("registries.filter.shape", ("text", Cut(text)));
    public static Error FilterField(string field) => Error.Of("registries.filter.field", ("field", Cut(field)));
    public static Error FilterOperator(string field, string op) =>
        Error.Of("registries.filter.operator", ("field", Cut(field)), ("operator", Cut(op)));
    public static Error FilterValue(string field, Error cause) => Error.Of(
        "registries.filter.value", ("field", Cut(field)), ("cause", cause.Code));
    public static Error TooManyFilters() => Error.Of("registries.filter.count", ("max", RegistriesLimits.FiltersMax));
    public static Error TextTooLong() =>
        Error.Of("registries.filter.too-long", ("max", RegistriesLimits.FilterValueMax));
    public static Error ChangesLimit() => Error.Of("registries.changes.limit", ("max", RegistriesLimits.ChangesMax));
    public static Error ChangesWait() => Error.Of("registries.changes.wait", ("max", RegistriesLimits.ChangesWaitMax));
    public static Error ChangesPosition(long? last) =>
        Error.Of("registries.changes.position", ("last", last?.ToString(CultureInfo.InvariantCulture) ?? "latest"));
    public static Error ChangesPruned(long keptAfter, long last) =>
        Error.Of("registries.changes.pruned.gone", ("first", keptAfter), ("last", last));
    public static Error ChangesKept(string text, int least, int most) => Error.Of(
        "registries.changes.kept", ("text", Cut(text)), ("min", least), ("max", most));
    public static Error GroupCount() => Error.Of("registries.statistics.groups", ("max", RegistriesLimits.GroupsMax));
    public static Error BadGroup(string text) => Error.Of("registries.statistics.group", ("group", Cut(text)));
    public static Error BadSum(string field) => Error.Of("registries.statistics.sum", ("field", Cut(field)));
    public static Error TooManyCells() => Error.Of("registries.statistics.cells", ("max", RegistriesLimits.CellsMax));
    public static Error ReasonMissing() => Error.Of("registries.reason.missing", ("max", RegistriesLimits.ReasonMax));
    public static Error ReasonTooLong() => Error.Of("registries.reason.too-long", ("max", RegistriesLimits.ReasonMax));
    public static Error ExportFormat(string format) => Error.Of("registries.export.format", ("format", Cut(format)));
    public static Error ExportTooLarge() =>
        Error.Of("registries.export.too-large", ("max", RegistriesLimits.ExportRowsMax));
    public static Error KeyReused() => new("registries.idempotency.reused");
    public static Error KeyTooLong() =>
        Error.Of("registries.idempotency.too-long", ("max", RegistriesLimits.IdempotencyKeyMax));
    public static Error NotLines() => new("registries.rows.unsupported");
    public static Error BadBody() => new("registries.body.malformed");
    public static Error BadVersion() => new("registries.body.if-match");
    public static Error RowRefused(int faults) => Error.Of("registries.row.refused", ("faults", faults));

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    private static string Cut(string text) => text.Length <= 100 ? text : text[..100];
}

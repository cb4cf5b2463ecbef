using System.Text.Json.Serialization;
using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;

namespace Lingnan.Registries.Contracts;

/// <summary>A row as the reader may see it.</summary>
/// <param name="Id">Internal id.</param>
/// <param name="Version">Version, from 1; the entity tag of the row.</param>
/// <param name="RecordedAt">When this version was recorded (UTC).</param>
/// <param name="RecordedBy">Name of who recorded it.</param>
/// <param name="Values">By field name: <see cref="string"/>, <see cref="decimal"/>, <see cref="DateOnly"/> or null.
/// Masked fields hold the masked text.</param>
/// <param name="Masked">Names of the fields that are masked for this reader.</param>
public sealed record Record(
    string Id, int Version, DateTimeOffset RecordedAt, string RecordedBy,
    IReadOnlyDictionary<string, object?> Values, IReadOnlySet<string> Masked)
{
    /// <summary>First day for which this holds, or null when it always has.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>First day for which it no longer holds (exclusive), or null.</summary>
    public DateOnly? ValidTo { get; init; }

    /// <summary>Fields whose value somebody doubts; it stands until the doubt is answered. Null for none.</summary>
    public IReadOnlySet<string>? Doubted { get; init; }

    /// <summary>Fields that cannot be read, each with the cause: one of <see cref="UnreadableCauses"/>. Null for none.
    /// They have no value here; the rest of the row stands.</summary>
    public IReadOnlyDictionary<string, string>? Unreadable { get; init; }

    /// <summary>True when the person it was about was erased: what is left says nothing of them.</summary>
    public bool IsErased { get; init; }

    /// <summary>Areas of the geometries among the values in square metres on the ellipsoid, to the tenth; null for
    /// none. Worked out from the values and never written.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, double>? AreasM2
    {
        get
        {
            Dictionary<string, double>? areas = null;
            foreach (var (name, value) in Values)
                if (value is Shape { IsArea: true } shape) (areas ??= [])[name] = Math.Round(shape.AreaM2, 1);
            return areas;
        }
    }

    /// <summary>Metres to the place that rows were asked near to, to the centimetre; 0 within an area. Null where none
    /// was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? DistanceM { get; init; }
}

/// <summary>Why a sealed field cannot be read.</summary>
public static class UnreadableCauses
{
    /// <summary>The person's key is missing.</summary>
    public const string KeyMissing = "key-missing";
    /// <summary>The person's key is there and does not open.</summary>
    public const string KeyDamaged = "key-damaged";
    /// <summary>The person's key was destroyed, and the row says nothing of an erasure.</summary>
    public const string KeyDestroyed = "key-destroyed";
    /// <summary>The key opens and the value does not: one of them was exchanged.</summary>
    public const string Altered = "altered";
}

/// <summary>A version of a row in its history.</summary>
/// <param name="Record">The row as it was believed.</param>
/// <param name="Action">One of <see cref="RecordActions"/>.</param>
/// <param name="Reason">Why it was changed (import, correction), or null.</param>
/// <param name="Changed">Fields that differ from the version it took the place of.</param>
public sealed record RecordVersion(Record Record, string Action, string? Reason, IReadOnlyList<string> Changed)
{
    /// <summary>When it was no longer believed (UTC), or null while it is.</summary>
    public DateTimeOffset? SupersededAt { get; init; }
}

/// <summary>Which versions of a row.</summary>
/// <param name="Before">Those with smaller numbers only; null begins with the newest.</param>
/// <param name="Limit">How many at most, 1 to 201.</param>
public sealed record VersionRange(int? Before, int Limit);

/// <summary>What to list.</summary>
public sealed record RecordQuery
{
    /// <summary>Conditions, all of which hold.</summary>
    public IReadOnlyList<RecordFilter> Filters { get; init; } = [];
    /// <summary>An expression that holds too, as <c>docs/guides/registers-api.md</c> describes, or null.</summary>
    public string? Where { get; init; }
    /// <summary>Where rows lie, or null.</summary>
    public RecordPlace? Place { get; init; }
    /// <summary>Text searched in the title field and in exact keys, or null.</summary>
    public string? Search { get; init; }
    /// <summary>Field to order by, or null for the declared order. Ties are ordered by id.</summary>
    public string? Sort { get; init; }
    /// <summary>True for descending.</summary>
    public bool Descending { get; init; }
    /// <summary>Fields to order by, the first one first; when not empty it stands for <see cref="Sort"/>. Several take
    /// an order that the register declares.</summary>
    public IReadOnlyList<RecordSort> Sorts { get; init; } = [];
    /// <summary>Fields wanted, or null for all; others are neither opened nor read in the sense of the log.</summary>
    public IReadOnlyList<string>? Fields { get; init; }
    /// <summary>Cursor from the page before, or null.</summary>
    public string? Cursor { get; init; }
    /// <summary>Page size, 1 to 200.</summary>
    public int Limit { get; init; } = 50;
    /// <summary>True to count all matches (slow on large registers).</summary>
    public bool CountTotal { get; init; }
    /// <summary>Where counting ends, or null to count them all.</summary>
    public int? CountMax { get; init; }
    /// <summary>True to ask for whole values; needs permission and purpose.</summary>
    public bool Unmask { get; init; }
    /// <summary>At which times the list is asked for, or null for how things stand. What was takes the right to read
    /// the rows then and as they stand.</summary>
    public AsOf? AsOf { get; init; }
}

/// <summary>A condition on a field.</summary>
/// <param name="Field">Field name.</param>
/// <param name="Operator"><c>eq</c>, <c>ne</c>, <c>lt</c>, <c>le</c>, <c>gt</c>, <c>ge</c>, <c>prefix</c> (text,
/// region), <c>empty</c> (value true or false). Sealed fields: only <c>eq</c>.</param>
/// <param name="Value">Text of the field's type.</param>
public sealed record RecordFilter(string Field, string Operator, string Value);

/// <summary>A field to order by.</summary>
/// <param name="Field">Field name, or <c>id</c>.</param>
/// <param name="Descending">True for descending.</param>
public sealed record RecordSort(string Field, bool Descending);

/// <summary>A page of rows.</summary>
/// <param name="Items">Rows.</param>
/// <param name="Next">Cursor of the next page, or null at the end.</param>
/// <param name="Total">Matches in all, when asked.</param>
public sealed record RecordPage(IReadOnlyList<Record> Items, string? Next, long? Total)
{
    /// <summary>True where counting ended at <see cref="RecordQuery.CountMax"/> and there are more than
    /// <see cref="Total"/>.</summary>
    public bool HasMoreThanTotal { get; init; }
}

/// <summary>A row to write.</summary>
/// <param name="Id">Row to change, or null to find it by its key or make it.</param>
/// <param name="Values">Texts by field name. On a change, fields that are absent stay as they are;
/// null empties.</param>
/// <param name="ExpectedVersion">Version the writer saw, or null not to check.</param>
/// <param name="Reason">Why, shown in the history.</param>
public sealed record RecordWrite(
    string? Id, IReadOnlyDictionary<string, string?> Values, int? ExpectedVersion, string? Reason)
{
    /// <summary>Days for which the values hold. Null changes the row as it stands, for the days for which it holds;
    /// on a new row it is always.</summary>
    public ValidPeriod? Effective { get; init; }

    /// <summary>Code of the source that says so, or null. Then the values are kept as its word, and what stands is
    /// chosen among the words of all sources.</summary>
    public string? Source { get; init; }

    /// <summary>The source's own key of the row, or null: then the key of the register.</summary>
    public string? SourceKey { get; init; }
}

/// <summary>A fault in one field of a row. <see cref="Kernel.Error.Args"/> carries what the words need.</summary>
/// <param name="Field">Field name, or null when it concerns the row.</param>
/// <param name="Error">The fault.</param>
public sealed record FieldFault(string? Field, Error Error);

/// <summary>What a write did.</summary>
/// <param name="Record">The row afterwards, or null when refused.</param>
/// <param name="Outcome"><c>created</c>, <c>changed</c>, <c>unchanged</c> or <c>refused</c>.</param>
/// <param name="Faults">Every fault, when refused.</param>
public sealed record WriteOutcome(Record? Record, string Outcome, IReadOnlyList<FieldFault> Faults);

/// <summary>The declared registers of the city and the rows in them.</summary>
public interface IRegisters
{
    /// <summary>All declared registers, by pack and table.</summary>
    IReadOnlyList<RegistryDeclaration> All { get; }
    /// <summary>The register, or null.</summary>
    RegistryDeclaration? Find(string pack, string table);
    /// <summary>The code list (<c>pack:id</c>), or null.</summary>
    CodeListDeclaration? CodeList(string name);
    /// <summary>Registers this caller may read at least partly.</summary>
    IReadOnlyList<RegistryDeclaration> Readable(Caller caller);
    /// <summary>A page of rows within the caller's reach.</summary>
    Task<Result<RecordPage>> ListAsync(
        RegistryDeclaration register, RecordQuery query, Caller caller, AccessPurpose? purpose,
        CancellationToken cancellationToken = default);
    /// <summary>One row. Whole values only with permission and purpose, and the read is in the log before they leave; a
    /// person always reads their own.</summary>
    Task<Result<Record>> GetAsync(
        RegistryDeclaration register, string id, bool unmask, Caller caller, AccessPurpose? purpose,
        CancellationToken cancellationToken = default);
    /// <summary>One row as it was known at a time to stand on a day; otherwise as <see cref="GetAsync"/>. Before it
    /// was known or held, the answer is <c>registries.row.not-then</c>.</summary>
    Task<Result<Record>> GetAsOfAsync(
        RegistryDeclaration register, string id, AsOf asOf, bool unmask, Caller caller, AccessPurpose? purpose,
        CancellationToken cancellationToken = default);
    /// <summary>Versions of a row, newest first: those in the range, or the newest two hundred.</summary>
    Task<Result<IReadOnlyList<RecordVersion>>> HistoryAsync(
        RegistryDeclaration register, string id, bool unmask, Caller caller, AccessPurpose? purpose,
        VersionRange? range = null, CancellationToken cancellationToken = default);
    /// <summary>Makes or changes one row; refused rows tell every fault.</summary>
    Task<Result<WriteOutcome>> UpsertAsync(
        RegistryDeclaration register, RecordWrite write, Caller caller, CancellationToken cancellationToken = default);
    /// <summary>Closes a row: it leaves lists, its history stays.</summary>
    Task<Result<Done>> CloseAsync(
        RegistryDeclaration register, string id, int? expectedVersion, string reason, Caller caller,
        CancellationToken cancellationToken = default);
    /// <summary>Rows of a register (about; counted at most every minute).</summary>
    Task<long> CountAsync(RegistryDeclaration register, CancellationToken cancellationToken = default);
    /// <summary>Writes the rows of a query to a stream: <c>csv</c> (UTF-8 with BOM), <c>xlsx</c>,
    /// <c>jsonl</c>, <c>parquet</c> or, where a field says where rows lie, <c>geojson</c>, in constant memory, with
    /// formulas made harmless; logged with a digest.</summary>
    Task<Result<long>> ExportAsync(
        RegistryDeclaration register, RecordQuery query, string format, Stream target, Caller caller,
        AccessPurpose? purpose, CancellationToken cancellationToken = default);
    /// <summary>The one row whose <paramref name="field"/> (unique, key or indexed) is exactly this, with whole values,
    /// or null. Only for the platform itself, e.g. to check a sign-up; the read is logged with <paramref name="why"/>
    /// and the person sees it.</summary>
    /// <exception cref="ArgumentException">The caller is not <see cref="CallerKind.System"/>,
    /// or the field has no index.</exception>
    Task<Record?> FindByKeyAsync(
        RegistryDeclaration register, string field, string value, Caller system, string why,
        CancellationToken cancellationToken = default);
}

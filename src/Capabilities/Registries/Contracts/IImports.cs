using Lingnan.Kernel;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Permissions;

namespace Lingnan.Registries.Contracts;

/// <summary>A file to bring into a register.</summary>
public sealed record ImportRequest
{
    /// <summary>Register, <c>pack:table</c>.</summary>
    public required string Register { get; init; }
    /// <summary>File name as given, for its format and for people.</summary>
    public required string FileName { get; init; }
    /// <summary>Content hash of the kept file.</summary>
    public required string FileHash { get; init; }
    /// <summary>True to check every line and write nothing.</summary>
    public bool DryRun { get; init; }
    /// <summary>True to change rows that exist; false to refuse them as duplicates.</summary>
    public bool UpdateExisting { get; init; } = true;
    /// <summary>True to look for the rows that those are which no key names: likely ones are changed, doubtful ones
    /// wait on the review desk, the others are made. Takes a register that declares matching.</summary>
    public bool Match { get; init; }
    /// <summary>Code of the source that the file comes from, or null. Takes a register that declares sources. A column
    /// <c>sourceKey</c> holds the source's own keys.</summary>
    public string? Source { get; init; }
    /// <summary>Column header → field name, overriding recognition; null to recognise by name,
    /// title and aliases.</summary>
    public IReadOnlyDictionary<string, string>? Columns { get; init; }
    /// <summary>Why, shown in the rows' history.</summary>
    public string? Reason { get; init; }
}

/// <summary>What a file looks like before it is imported.</summary>
/// <param name="Format"><c>csv</c>, <c>xlsx</c>, <c>jsonl</c> or <c>geojson</c>.</param>
/// <param name="Encoding"><c>utf-8</c>, <c>gb18030</c> or null.</param>
/// <param name="Delimiter">Delimiter of a CSV, or null.</param>
/// <param name="Columns">Headers and the field each was recognised as (null = ignored).</param>
/// <param name="Sample">First rows, at most 10.</param>
/// <param name="MissingRequired">Required fields that no column feeds.</param>
public sealed record ImportPreview(
    string Format, string? Encoding, string? Delimiter, IReadOnlyList<ImportColumn> Columns,
    IReadOnlyList<IReadOnlyList<string?>> Sample, IReadOnlyList<string> MissingRequired);

/// <summary>A column and the field it feeds.</summary>
public sealed record ImportColumn(string Header, string? Field);

/// <summary>An import and how far it is.</summary>
/// <param name="JobId">Job.</param>
/// <param name="Request">What was asked.</param>
/// <param name="State">State of the job.</param>
/// <param name="Error">Why the whole file was refused or the run stopped, or null.</param>
/// <param name="Rows">Rows read so far.</param>
/// <param name="Created">Rows made (or that would be, in a dry run).</param>
/// <param name="Changed">Rows changed.</param>
/// <param name="Unchanged">Rows that were already so.</param>
/// <param name="Refused">Rows refused.</param>
/// <param name="StartedBy">Name of who started it.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="EndedAt">When it ended, or null.</param>
/// <param name="Progress">0 to 1 by bytes read, or null.</param>
public sealed record Import(
    string JobId, ImportRequest Request, JobState State, Error? Error, long Rows, long Created, long Changed,
    long Unchanged, long Refused, string StartedBy, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt,
    double? Progress)
{
    /// <summary>Rows found by their likeness, among those changed and unchanged.</summary>
    public long Matched { get; init; }

    /// <summary>Rows that wait on the review desk.</summary>
    public long Review { get; init; }
}

/// <summary>A refused value.</summary>
/// <param name="Line">Line in the file (row number of a sheet), from 1, counting the header.</param>
/// <param name="Column">Header of the column, or null when it concerns the row.</param>
/// <param name="Value">The value as read, masked where personal, cut at 100 characters.</param>
/// <param name="Fault">Rule broken, with the facts that say how to mend it.</param>
public sealed record RefusedValue(long Line, string? Column, string? Value, FieldFault Fault);

/// <summary>Imports of files into registers.</summary>
public interface IImports
{
    /// <summary>Keeps an uploaded file; refuses by size, and content that is no table.</summary>
    Task<Result<(string FileHash, ImportPreview Preview)>> UploadAsync(
        string register, string fileName, Stream content, Caller caller, CancellationToken cancellationToken = default);
    /// <summary>What a kept file looks like; read again at any time.</summary>
    Task<Result<ImportPreview>> PreviewAsync(
        string register, string fileName, string fileHash, Caller caller,
        CancellationToken cancellationToken = default);
    /// <summary>Starts the import as a job and returns its id.</summary>
    Task<Result<string>> StartAsync(
        ImportRequest request, Caller caller, CancellationToken cancellationToken = default);
    /// <summary>How far it is.</summary>
    Task<Result<Import>> GetAsync(string jobId, Caller caller, CancellationToken cancellationToken = default);
    /// <summary>Imports of a register (or all), newest first.</summary>
    Task<Result<IReadOnlyList<Import>>> ListAsync(
        string? register, Caller caller, CancellationToken cancellationToken = default);
    /// <summary>Refused values from a line on, at most <paramref name="limit"/> lines.</summary>
    Task<Result<IReadOnlyList<RefusedValue>>> RefusedAsync(
        string jobId, long fromLine, int limit, Caller caller, CancellationToken cancellationToken = default);
    /// <summary>Counts of refused values by rule, most frequent first.</summary>
    Task<Result<IReadOnlyList<(string? Column, string Code, long Count)>>> RefusedByRuleAsync(
        string jobId, Caller caller, CancellationToken cancellationToken = default);
    /// <summary>What the refused rows are written as: <c>jsonl</c> if they came so, else <c>csv</c>. Refused when the
    /// file of the import is no longer kept.</summary>
    Task<Result<string>> FindRefusedFormatAsync(
        string jobId, Caller caller, CancellationToken cancellationToken = default);
    /// <summary>Writes the refused rows as CSV or JSON Lines with their columns and what is wrong,
    /// to mend and send again.</summary>
    Task<Result<Done>> WriteRefusedAsync(
        string jobId, Stream target, Caller caller, CancellationToken cancellationToken = default);
    /// <summary>Stops it; rows already written stay.</summary>
    Task<Result<Done>> CancelAsync(string jobId, Caller caller, CancellationToken cancellationToken = default);
}

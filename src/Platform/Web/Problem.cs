using System.Text.Json.Serialization;

namespace Lingnan.Platform.Web;

/// <summary>RFC 9457 problem details as every endpoint answers them; words are in the reader's language.</summary>
public sealed record Problem
{
    /// <summary>Media type of problems.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary><c>/problems/{code}</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What went wrong, one sentence.</summary>
    public required string Title { get; init; }

    /// <summary>HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What went wrong and how to mend it.</summary>
    public required string Detail { get; init; }

    /// <summary>Path of the request.</summary>
    public required string Instance { get; init; }

    /// <summary>Stable code of the error; programs decide by it, never by the words.</summary>
    public required string Code { get; init; }

    /// <summary>How to mend it, one sentence; empty when the title says all.</summary>
    public required string Mend { get; init; }

    /// <summary>Number to tell the operators; their logs carry it.</summary>
    public required string CorrelationId { get; init; }

    /// <summary>Facts of the error by name; absent when there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, object?>? Facts { get; init; }

    /// <summary>Faults of single fields; absent when there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ProblemEntry>? Errors { get; init; }
}

/// <summary>One field's fault as answered.</summary>
public sealed record ProblemEntry
{
    /// <summary>Field id, or null when it concerns the whole.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Field { get; init; }

    /// <summary>Line of a file, from 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Line { get; init; }

    /// <summary>Column of a file, by its heading.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Column { get; init; }

    /// <summary>Stable code.</summary>
    public required string Code { get; init; }

    /// <summary>What is wrong.</summary>
    public required string Title { get; init; }

    /// <summary>How to mend it.</summary>
    public required string Mend { get; init; }
}

/// <summary>One field's fault as a feature hands it over; the words are found when it is answered.</summary>
/// <param name="Field">Field id, or null when it concerns the whole.</param>
/// <param name="Error">What is wrong.</param>
/// <param name="Line">Line of a file, from 1, or null.</param>
/// <param name="Column">Column of a file, by its heading, or null.</param>
public sealed record ProblemField(string? Field, Kernel.Error Error, long? Line = null, string? Column = null);

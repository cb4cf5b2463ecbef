using Lingnan.Registries.Contracts;

namespace Lingnan.Registries.Model;

/// <summary>A row whose every value holds its field's rules; what needs the other rows (keys, references, reach) is
/// checked when it is written.</summary>
internal sealed record ValidRow
{
    /// <summary>By field name: <see cref="string"/>, <see cref="decimal"/>, <see cref="DateOnly"/>,
    /// or null to empty the field. A field that is absent stays as it is on a change.</summary>
    public required IReadOnlyDictionary<string, object?> Values { get; init; }

    /// <summary>Line in the imported file, to name the first of two duplicates; 0 when there is no file.</summary>
    public long Line { get; init; }

    /// <summary>Row to change, or null to find it by its key or make it.</summary>
    public string? Id { get; init; }

    /// <summary>Version the writer saw, or null not to check.</summary>
    public int? ExpectedVersion { get; init; }

    /// <summary>For which days the values hold, or null for those of the row as it stands.</summary>
    public Effective? Effective { get; init; }

    /// <summary>Who says so, or null: then it is written as it is.</summary>
    public RowSource? Source { get; init; }
}

/// <summary>The source a row comes from.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Key">Its own key of the row, or null: then the key of the register.</param>
internal sealed record RowSource(string Code, string? Key);

/// <summary>Days for which sent values hold.</summary>
/// <param name="Period">The days.</param>
/// <param name="Fields">The fields that were sent: on days on which others held something else,
/// that stays.</param>
internal sealed record Effective(ValidPeriod Period, IReadOnlySet<string> Fields);

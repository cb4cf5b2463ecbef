namespace Lingnan.Registries.Sources;

/// <summary>States of a link.</summary>
internal static class LinkStates
{
    public const string Linked = "linked";
    public const string Withdrawn = "withdrawn";
}

/// <summary>A version of what a source says of a row, as kept.</summary>
internal sealed record KeptLink
{
    public string LinkId { get; init; } = "";
    public long Version { get; init; }
    public string Register { get; init; } = "";
    public string Source { get; init; } = "";
    public string KeyIndex { get; init; } = "";
    public string RowId { get; init; } = "";
    public string State { get; init; } = "";
    public byte[] Said { get; init; } = [];
    public string SealedFor { get; init; } = "";
    public string? ValidFrom { get; init; }
    public long RecordedAt { get; init; }
    public string RecordedBy { get; init; } = "";
    public string RecorderId { get; init; } = "";
    public string? Reason { get; init; }
    public string? ImportId { get; init; }

    public bool IsLinked => State == LinkStates.Linked;
}

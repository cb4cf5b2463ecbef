using Lingnan.Platform.Events;

namespace Lingnan.Registries.Contracts;

/// <summary>What can happen to a row.</summary>
public static class RecordActions
{
    /// <summary>It was made.</summary>
    public const string Created = "created";
    /// <summary>It got a new version.</summary>
    public const string Changed = "changed";
    /// <summary>It was closed: it leaves lists, its history stays.</summary>
    public const string Closed = "closed";
    /// <summary>It was found to be another row and merged into that one: it is closed,
    /// and its id leads there.</summary>
    public const string Merged = "merged";
    /// <summary>Another row was merged into it.</summary>
    public const string Joined = "joined";
    /// <summary>A merge was undone: it is open again.</summary>
    public const string Reopened = "reopened";
    /// <summary>A merge was undone: what it had taken from the other row went back.</summary>
    public const string Parted = "parted";
    /// <summary>A row it refers to was merged or parted: the reference followed.</summary>
    public const string Repointed = "repointed";
    /// <summary>Its values stayed and the days for which they hold were divided, because those of other days
    /// changed.</summary>
    public const string Dated = "dated";
    /// <summary>The person it is about was erased: it is closed, and says nothing of them any more.</summary>
    public const string Erased = "erased";
}

/// <summary>One row was made, changed or closed.</summary>
/// <param name="Register">Register, <c>pack:table</c>.</param>
/// <param name="Id">Internal id of the row.</param>
/// <param name="Action">One of <see cref="RecordActions"/>.</param>
public sealed record RecordChanged(string Register, string Id, string Action) : IEvent
{
    /// <inheritdoc />
    public static string Name => "registries.record-changed";
}

/// <summary>A batch of rows was written.</summary>
/// <param name="Register">Register, <c>pack:table</c>.</param>
/// <param name="ImportId">Import they belong to, or null.</param>
/// <param name="Created">Rows made.</param>
/// <param name="Changed">Rows changed.</param>
public sealed record RecordsImported(string Register, string? ImportId, int Created, int Changed) : IEvent
{
    /// <inheritdoc />
    public static string Name => "registries.records-imported";
}

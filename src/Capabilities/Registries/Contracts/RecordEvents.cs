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
    /// <summary>Its values stayed and the days for which they hold were divided, because those of other days
    /// changed.</summary>
    public const string Dated = "dated";
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

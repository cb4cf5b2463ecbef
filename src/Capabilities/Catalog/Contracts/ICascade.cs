using Lingnan.Kernel;
using Lingnan.Platform.Permissions;

namespace Lingnan.Catalog.Contracts;

/// <summary>How the cascade from one catalogue stands.</summary>
public static class CascadeStates
{
    /// <summary>Nothing has come from it yet.</summary>
    public const string Waiting = "waiting";
    /// <summary>The last run took everything.</summary>
    public const string Good = "good";
    /// <summary>The last run refused some lines.</summary>
    public const string Refused = "refused";
    /// <summary>The last run failed.</summary>
    public const string Failed = "failed";
}

/// <summary>A catalogue below that reports to this one.</summary>
/// <param name="Region">Region whose catalogue it is.</param>
/// <param name="Address">Where it is asked for its increments, or null where it sends them itself.</param>
/// <param name="State">One of <see cref="CascadeStates"/>.</param>
/// <param name="Position">Position up to which it was taken in.</param>
/// <param name="ReceivedAt">When something came last, or null.</param>
/// <param name="TriedAt">When it was asked last, or null.</param>
/// <param name="Error">What went wrong the last time, or null.</param>
/// <param name="Refused">Lines refused in the last run.</param>
/// <param name="Resources">Resources here that came from it.</param>
public sealed record Reporter(
    string Region, string? Address, string State, long Position, DateTimeOffset? ReceivedAt, DateTimeOffset? TriedAt,
    Error? Error, long Refused, long Resources);

/// <summary>Catalogues below: where they are, how they stand, and asking them now. Each night those with an address are
/// asked for what changed.</summary>
public interface ICascade
{
    /// <summary>Those within the caller's reach, by region.</summary>
    Task<Result<IReadOnlyList<Reporter>>> ListAsync(Caller caller, CancellationToken cancellationToken = default);
    /// <summary>Adds a catalogue or sets its address; an empty one makes it send by itself.</summary>
    Task<Result<Reporter>> SetAsync(
        string region, string? address, Caller caller, CancellationToken cancellationToken = default);
    /// <summary>Asks it for what changed since its last position, and takes that in.</summary>
    Task<Result<Reporter>> RunAsync(string region, Caller caller, CancellationToken cancellationToken = default);
}

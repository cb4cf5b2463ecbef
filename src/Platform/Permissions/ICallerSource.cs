namespace Lingnan.Platform.Permissions;

/// <summary>The caller of the current request, page or circuit (scoped).</summary>
public interface ICallerSource
{
    /// <summary>Resolves the caller; in a long-lived circuit it is resolved again each time,
    /// so a removed account loses it.</summary>
    ValueTask<Caller> CurrentAsync(CancellationToken cancellationToken = default);
}

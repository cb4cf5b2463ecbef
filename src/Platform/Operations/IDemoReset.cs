namespace Lingnan.Platform.Operations;

/// <summary>Brings a demonstration back to how it was born. Registered by the host;
/// absent where there is nothing to reset.</summary>
public interface IDemoReset
{
    /// <summary>Removes everything that visitors did and seeds the preset again;
    /// returns when the city can be used.</summary>
    /// <exception cref="FaultException">The city is no demonstration, or a reset is under way already.</exception>
    Task ResetAsync(CancellationToken cancellationToken = default);
}

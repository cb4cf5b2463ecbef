namespace Lingnan.Registries.Contracts;

/// <summary>The tables that declared registers are kept in.</summary>
public interface IRegisterTables
{
    /// <summary>Makes missing tables, columns and indexes. Runs at start before anything reads or writes;
    /// running it again changes nothing.</summary>
    /// <exception cref="Platform.FaultException">A declaration differs from what was made in a way that would lose or
    /// reinterpret data; the error names register and column.</exception>
    Task EnsureAsync(CancellationToken cancellationToken = default);
}

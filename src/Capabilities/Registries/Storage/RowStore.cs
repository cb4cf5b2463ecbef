using Lingnan.PackKit.Registries;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Model;

namespace Lingnan.Registries.Storage;

/// <summary>Writes rows of declared registers in batches.</summary>
internal sealed class RowStore
{
    /// <summary>
    /// Finds each row by id or key, checks references, uniqueness and the caller's reach, seals, and writes current rows
    /// and history inside <paramref name="session"/>, with one audit entry and one event for the batch. Refused rows
    /// leave no trace. For a dry run leave the session uncommitted.
    /// </summary>
    public Task<IReadOnlyList<RowWritten>> WriteBatchAsync(
        DbSession session, RegistryDeclaration register, IReadOnlyList<ValidRow> rows, BatchOptions options,
        CancellationToken cancellationToken = default) => throw new NotSupportedException();
}

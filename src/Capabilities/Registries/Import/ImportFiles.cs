using System.Text.Json;
using Dapper;
using Lingnan.Platform.Files;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;

namespace Lingnan.Registries.Import;

/// <summary>Keeps the files of imports as long as their reports, and no longer: they hold what people sent in,
/// unsealed.</summary>
internal sealed class ImportFiles(TimeProvider time) : IFileOwner
{
    public async Task<IReadOnlySet<string>> FindNeededAsync(
        DbSession session, IReadOnlyCollection<string> hashes, CancellationToken cancellationToken = default)
    {
        var requests = await session.Connection.QueryAsync<string>(new CommandDefinition(
            "SELECT request FROM registries_imports WHERE created_at >= @since",
            new { since = (time.GetUtcNow() - ImportLimits.ReportKept).ToMicros() },
            session.Transaction, cancellationToken: cancellationToken));
        return requests.Select(r => JsonSerializer.Deserialize<ImportRequest>(r)!.FileHash).Where(hashes.Contains)
            .ToHashSet(StringComparer.Ordinal);
    }
}

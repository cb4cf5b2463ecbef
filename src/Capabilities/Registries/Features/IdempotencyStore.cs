using Dapper;
using Lingnan.Kernel;
using Lingnan.Platform.Storage;

namespace Lingnan.Registries.Features;

/// <summary>A request that may be sent twice: whose, under which key, and a digest of what it asks.</summary>
internal sealed record IdempotencyKey(string AccountId, string Key, string RequestHash);

/// <summary>What the first sending did.</summary>
internal sealed record EarlierAnswer(string Outcome, string RowId);

/// <summary>Remembers for a day what a request did, in the transaction that did it.</summary>
internal sealed class IdempotencyStore(TimeProvider time)
{
    /// <summary>The earlier answer; null when this sending is the first. A second one that comes while the first still
    /// runs waits for it.</summary>
    public async Task<Result<EarlierAnswer?>> BeginAsync(
        DbSession session, IdempotencyKey key, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await ExecuteAsync(session, "DELETE FROM registries_idempotency WHERE created_at < @Before",
            new { Before = (now - RegistriesLimits.IdempotencyKept).ToMicros() }, cancellationToken);
        var inserted = await ExecuteAsync(session,
            "INSERT INTO registries_idempotency (account_id, idempotency_key, request_hash, created_at) "
            + "VALUES (@AccountId, @Key, @RequestHash, @At) ON CONFLICT DO NOTHING",
            new { key.AccountId, key.Key, key.RequestHash, At = now.ToMicros() }, cancellationToken);
        if (inserted == 1) return Result<EarlierAnswer?>.Ok(null);
        var kept = await session.Connection.QuerySingleAsync<Kept>(new CommandDefinition(
            "SELECT request_hash AS RequestHash, outcome AS Outcome, row_id AS RowId FROM registries_idempotency "
            + "WHERE account_id = @AccountId AND idempotency_key = @Key",
            new { key.AccountId, key.Key }, session.Transaction, cancellationToken: cancellationToken));
        return kept.RequestHash == key.RequestHash
            ? new EarlierAnswer(kept.Outcome, kept.RowId)
            : RegistriesErrors.KeyReused();
    }

    public Task EndAsync(
        DbSession session, IdempotencyKey key, string outcome, string rowId, CancellationToken cancellationToken) =>
        ExecuteAsync(session,
            "UPDATE registries_idempotency SET outcome = @Outcome, row_id = @RowId WHERE account_id = @AccountId AND idempotency_key = @Key",
            new { Outcome = outcome, RowId = rowId, key.AccountId, key.Key }, cancellationToken);

    private static Task<int> ExecuteAsync(
        DbSession session, string sql, object values, CancellationToken cancellationToken) =>
        session.Connection.ExecuteAsync(
            new CommandDefinition(sql, values, session.Transaction, cancellationToken: cancellationToken));

    private sealed record Kept(string RequestHash, string Outcome, string RowId);
}

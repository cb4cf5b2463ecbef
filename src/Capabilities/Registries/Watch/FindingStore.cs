using System.Text.Json;
using Dapper;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Watch.Model;

namespace Lingnan.Registries.Watch;

/// <summary>A finding as kept.</summary>
internal sealed class KeptFinding
{
    public long Seq { get; init; }
    public string Id { get; init; } = "";
    public string AccountId { get; init; } = "";
    public string AccountName { get; init; } = "";
    public string? UnitName { get; init; }
    public string Rule { get; init; } = "";
    public string Scope { get; init; } = "";
    public long FromAt { get; init; }
    public long ToAt { get; init; }
    public long Persons { get; init; }
    public long Reads { get; init; }
    public long Usual { get; init; }
    public string Evidence { get; init; } = "[]";
    public string State { get; init; } = "";
    public string? Reason { get; init; }
    public string? Question { get; init; }
    public string? DecidedBy { get; init; }
    public long? DecidedAt { get; init; }
    public long FoundAt { get; init; }

    public IReadOnlyList<long> Positions => JsonSerializer.Deserialize<long[]>(Evidence)!;

    public ReadFinding ToFinding() => new(
        Id, AccountId, AccountName, UnitName, Rule, Scope, Instant.FromMicros(FromAt), Instant.FromMicros(ToAt),
        Persons, Reads, Usual, State, Reason, DecidedBy, DecidedAt is { } at ? Instant.FromMicros(at) : null,
        Instant.FromMicros(FoundAt))
    {
        Question = Question,
    };
}

/// <summary>Keeps findings.</summary>
internal static class FindingStore
{
    private const string Columns =
        "seq AS Seq, id AS Id, account_id AS AccountId, account_name AS AccountName, unit_name AS UnitName, "
        + "rule AS Rule, scope AS Scope, from_at AS FromAt, to_at AS ToAt, persons AS Persons, reads AS Reads, "
        + "usual AS Usual, evidence AS Evidence, state AS State, reason AS Reason, decided_by AS DecidedBy, "
        + "decided_at AS DecidedAt, found_at AS FoundAt, question AS Question";

    /// <summary>Keeps a suspicion: new, or as the growth of one that is still open. True when it is new.</summary>
    public static async Task<bool> KeepAsync(
        DbSession session, string id, AuditRecord entry, Suspicion suspicion, long now)
    {
        // The first and the last ones say when it began and where it stands.
        var reads = suspicion.Reads;
        var evidence = reads.Count <= WatchLimits.Evidence ? reads
            : [.. reads.Take(WatchLimits.Evidence / 2), .. reads.TakeLast(WatchLimits.Evidence / 2)];
        await session.Connection.ExecuteAsync(
            """
            INSERT INTO registries_read_findings (id, account_id, account_name, unit_name, rule, scope, from_at, to_at,
              persons, reads, usual, evidence, state, found_at)
            VALUES (@id, @CallerId, @CallerName, @UnitName, @Rule, @Scope, @from, @to, @Persons, @count, @Usual,
              @evidence, @state, @now)
            ON CONFLICT (account_id, rule, scope) DO UPDATE SET to_at = excluded.to_at, persons = excluded.persons,
              reads = excluded.reads, evidence = excluded.evidence WHERE registries_read_findings.state = @state
            """,
            new
            {
                id, entry.CallerId, entry.CallerName, entry.UnitName, suspicion.Rule, suspicion.Scope,
                from = reads[0].At.ToMicros(), to = reads[^1].At.ToMicros(), suspicion.Persons, count = reads.Count,
                suspicion.Usual, evidence = JsonSerializer.Serialize(evidence.Select(r => r.Position)),
                state = FindingStates.Open, now,
            },
            session.Transaction);
        return await FindAsync(session, id) is not null;
    }

    public static Task<KeptFinding?> FindAsync(DbSession session, string id) =>
        session.Connection.QuerySingleOrDefaultAsync<KeptFinding>(
            $"SELECT {Columns} FROM registries_read_findings WHERE id = @id"
            + (session.CanWrite ? session.Dialect.ForUpdate : ""), new { id }, session.Transaction);

    public static async Task<IReadOnlyList<KeptFinding>> ListAsync(
        DbSession session, string state, string? rule, long before, int limit) =>
        [.. await session.Connection.QueryAsync<KeptFinding>(
            $"SELECT {Columns} FROM registries_read_findings WHERE state = @state AND seq < @before "
            + (rule is null ? "" : "AND rule = @rule ")
            + "ORDER BY seq DESC LIMIT @limit", new { state, rule, before, limit }, session.Transaction)];

    /// <summary>What a person asked about, newest first.</summary>
    public static async Task<IReadOnlyList<KeptFinding>> AskedAsync(DbSession session, string person) =>
        [.. await session.Connection.QueryAsync<KeptFinding>(
            $"SELECT {Columns} FROM registries_read_findings WHERE asker_person = @person ORDER BY seq DESC LIMIT 100",
            new { person }, session.Transaction)];

    public static Task DecideAsync(
        DbSession session, string id, string decision, string reason, Caller caller, long at) =>
        session.Connection.ExecuteAsync(
            """
            UPDATE registries_read_findings SET state = @decision, reason = @reason, decided_by = @Name,
              decider_id = @AccountId, decided_at = @at WHERE id = @id
            """,
            new { decision, reason, caller.Name, caller.AccountId, at, id }, session.Transaction);
}

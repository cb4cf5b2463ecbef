using System.Text.Json;
using Dapper;
using Lingnan.Kernel;
using Lingnan.Platform;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Sealing;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Erasure;

/// <summary>Walks every row with sealed values and tries the key of whom it is about.</summary>
internal sealed class LostKeys(
    RegisterTables tables, IDatabase database, ISealing sealing, MonotonicClock clock) : ILostKeys
{
    private static readonly Caller Watch = Caller.System("registries.key-check");

    public async Task<Result<LostKeyReport>> ReadAsync(Caller caller, CancellationToken cancellationToken = default) =>
        caller.Has(RegistriesPermissions.CheckKeys)
            ? await ReportAsync(cancellationToken)
            : ErasureErrors.KeysForbidden();

    public async Task<Result<LostKeyReport>> CheckAsync(Caller caller, CancellationToken cancellationToken = default)
    {
        if (!caller.Has(RegistriesPermissions.CheckKeys)) return ErasureErrors.KeysForbidden();
        await RunAsync(caller, cancellationToken);
        return await ReportAsync(cancellationToken);
    }

    /// <summary>The nightly check.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => RunAsync(Watch, cancellationToken);

    private async Task RunAsync(Caller caller, CancellationToken cancellationToken)
    {
        var began = clock.Now().ToMicros();
        var (keys, lost) = (0L, 0L);
        foreach (var table in tables.All.Where(t => t.Fields.Any(f => f.IsSealed)))
        {
            var last = "";
            while (true)
            {
                var (found, looked, end) = await LookAsync(table, last, cancellationToken);
                await KeepAsync(found, cancellationToken);
                keys += looked;
                lost += found.Count;
                if (end is null) break;
                last = end;
            }
        }
        await EndAsync(caller, began, keys, lost, cancellationToken);
    }

    private async Task<(IReadOnlyList<LostKey> Lost, int Keys, string? End)> LookAsync(
        PhysicalTable table, string after, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        var sql = new SqlText();
        sql.Append($"SELECT {table.ColumnList} FROM {table.Name} WHERE id > {sql.Parameter(after)} ")
            .Append($"ORDER BY id LIMIT {ErasureLimits.CheckRows}");
        var rows = await RowCommands.SelectAsync(session, table, sql, cancellationToken);
        var byOwner = rows.Where(r => !EraseRows.IsErased(r) && r.Cells.Any(c => c is SealedCell))
            .GroupBy(r => RowSeals.Owner(table, r.Id, r.Cells), StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
        var states = await sealing.StatesAsync(session, byOwner.Keys, cancellationToken);
        var present = states.Where(s => s.Value == SubjectKeyState.Present).Select(s => s.Key).ToList();
        var keys = (await sealing.KeysForReadAsync(session, present, cancellationToken)).OfType<SubjectKey>()
            .ToDictionary(k => k.SubjectId, StringComparer.Ordinal);
        var now = clock.Now();
        var lost = new List<LostKey>();
        foreach (var (owner, own) in byOwner)
            if (CauseOf(table, states[owner], keys.GetValueOrDefault(owner), own) is { } cause)
                lost.Add(new(owner, table.Register.Name, own[0].Id, cause, now));
        return (lost, byOwner.Count, rows.Count < ErasureLimits.CheckRows ? null : rows[^1].Id);
    }

    private static string? CauseOf(
        PhysicalTable table, SubjectKeyState state, SubjectKey? key, IReadOnlyList<StoredRow> rows) => state switch
    {
        SubjectKeyState.Missing => "missing",
        SubjectKeyState.Damaged => "damaged",
        // Rows of erased persons are marked as such; this one is not.
        SubjectKeyState.Destroyed => "destroyed",
        _ => key is not null && rows.All(r => Opens(table, key, r)) ? null : "exchanged",
    };

    private static bool Opens(PhysicalTable table, SubjectKey key, StoredRow row)
    {
        try
        {
            for (var i = 0; i < row.Cells.Length; i++)
                if (row.Cells[i] is SealedCell cell)
                    key.Open(table.Fields[i].SealName, cell.Bytes);
            return true;
        }
        catch (FaultException)
        {
            return false;
        }
    }

    private async Task KeepAsync(IReadOnlyList<LostKey> lost, CancellationToken cancellationToken)
    {
        if (lost.Count == 0) return;
        await using var session = await database.WriteAsync(cancellationToken);
        session.Unaudited("working notes of a check whose outcome has an entry of its own");
        foreach (var key in lost)
            await session.Connection.ExecuteAsync(
                """
                INSERT INTO registries_lost_keys (subject_id, register, row_id, cause, found_at, seen_at)
                VALUES (@SubjectId, @Register, @RowId, @Cause, @at, @at)
                ON CONFLICT (subject_id) DO UPDATE SET cause = excluded.cause, seen_at = excluded.seen_at
                """,
                new { key.SubjectId, key.Register, key.RowId, key.Cause, at = key.FoundAt.ToMicros() },
                session.Transaction);
        await session.CommitAsync(cancellationToken);
    }

    private async Task EndAsync(
        Caller caller, long began, long keys, long lost, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        var now = clock.Now().ToMicros();
        await session.Connection.ExecuteAsync(
            """
            DELETE FROM registries_lost_keys WHERE seen_at < @began;
            INSERT INTO registries_key_checks (id, checked_at, persons) VALUES (1, @now, @keys)
            ON CONFLICT (id) DO UPDATE SET checked_at = excluded.checked_at, persons = excluded.persons
            """,
            new { began, now, keys }, session.Transaction);
        session.Audit(new AuditEntry
        {
            Caller = caller, Action = "registries.keys-checked", Object = "registries",
            DetailJson = JsonSerializer.Serialize(new { keys, lost }),
        });
        await session.CommitAsync(cancellationToken);
    }

    private async Task<LostKeyReport> ReportAsync(CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        var check = await session.Connection.QuerySingleOrDefaultAsync<Check>(
            "SELECT checked_at AS CheckedAt, persons AS Persons FROM registries_key_checks WHERE id = 1", null,
            session.Transaction);
        var lost = await session.Connection.QueryAsync<Kept>(
            "SELECT subject_id AS SubjectId, register AS Register, row_id AS RowId, cause AS Cause, "
            + "found_at AS FoundAt FROM registries_lost_keys ORDER BY subject_id LIMIT @limit",
            new { limit = ErasureLimits.LostNamed }, session.Transaction);
        var count = await session.Connection.ExecuteScalarAsync<long>(
            "SELECT COUNT(*) FROM registries_lost_keys", null, session.Transaction);
        return new(
            check is null ? null : Instant.FromMicros(check.CheckedAt), check?.Persons ?? 0,
            [
                .. lost.Select(l => new LostKey(
                    l.SubjectId, l.Register, l.RowId, l.Cause, Instant.FromMicros(l.FoundAt))),
            ],
            count);
    }

    private sealed class Check
    {
        public long CheckedAt { get; init; }
        public long Persons { get; init; }
    }

    private sealed class Kept
    {
        public string SubjectId { get; init; } = "";
        public string Register { get; init; } = "";
        public string RowId { get; init; } = "";
        public string Cause { get; init; } = "";
        public long FoundAt { get; init; }
    }
}

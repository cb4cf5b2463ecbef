using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Features;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Changes;

/// <summary>Reads a register's changes as its reader may see them.</summary>
internal sealed class ReadChanges(
    RegisterTables tables, IDatabase database, ChangePositions positions, RecordViews views, ReadLog log) : IChangeFeed
{
    private const string Left = "left";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private int _waiting;

    private sealed record Placed(long Position, ChangeEntry Entry);

    public async Task<Result<ChangePage>> ReadAsync(
        RegistryDeclaration register, ChangeQuery query, Caller caller, AccessPurpose? purpose,
        CancellationToken cancellationToken = default)
    {
        if (query.Limit is < 1 or > RegistriesLimits.ChangesMax) return RegistriesErrors.ChangesLimit();
        if (query.WaitSeconds is < 0 or > RegistriesLimits.ChangesWaitMax) return RegistriesErrors.ChangesWait();
        var scope = ReadScope.Of(register, caller, query.Unmask, purpose);
        if (!scope.IsOk) return scope.Error;
        // What was, and not only what is, takes the right to read the register, open or not.
        if (scope.Value.ReadReach.Count == 0) return RegistriesErrors.ReadForbidden();
        var fields = ListRecords.Wanted(register, query.Fields);
        if (!fields.IsOk) return fields.Error;

        var last = await positions.PlaceAsync(register.Name, cancellationToken);
        var after = query.After ?? last;
        if (after < 0 || after > last) return RegistriesErrors.ChangesPosition(last);
        var read = await PageAsync(scope.Value, query, after, fields.Value, cancellationToken);
        if (read is { } found && found.Page.Items.Count == 0 && query.WaitSeconds > 0)
            read = await WaitAsync(scope.Value, query, found.Page.Next, fields.Value, cancellationToken);
        if (read is not { } page) return await PrunedAsync(register.Name, cancellationToken);
        await log.AppendAsync(scope.Value, page.Views, purpose, ReadLog.ChangesAction, cancellationToken);
        return page.Page;
    }

    private async Task<Error> PrunedAsync(string register, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        var head = await HeadAsync(session, register, cancellationToken);
        return RegistriesErrors.ChangesPruned(head.KeptAfter, head.Position);
    }

    private async Task<(ChangePage Page, IReadOnlyList<RecordView> Views)?> WaitAsync(
        ReadScope scope, ChangeQuery query, long after, IReadOnlySet<string>? fields,
        CancellationToken cancellationToken)
    {
        var isHeld = Interlocked.Increment(ref _waiting) <= RegistriesLimits.ChangesWaitersMax;
        try
        {
            // Other processes write too, so it looks again and again; a look is one step into an index.
            var looks = isHeld ? query.WaitSeconds * (int)(1000 / Pause.TotalMilliseconds) : 1;
            while (true)
            {
                await positions.PlaceAsync(scope.Register.Name, cancellationToken);
                var page = await PageAsync(scope, query, after, fields, cancellationToken);
                if (page is not { } read || read.Page.Items.Count > 0 || --looks <= 0) return page;
                after = read.Page.Next;
                await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    // Null where what comes after the position is no longer kept.
    private async Task<(ChangePage Page, IReadOnlyList<RecordView> Views)?> PageAsync(
        ReadScope scope, ChangeQuery query, long after, IReadOnlySet<string>? fields,
        CancellationToken cancellationToken)
    {
        var table = tables.Of(scope.Register);
        await using var session = await database.ReadAsync(cancellationToken);
        var placed = await PlacedAsync(session, scope.Register.Name, after, query.Limit, cancellationToken);
        // Asked after the changes were read: what went in between is then known to be gone.
        var head = await HeadAsync(session, scope.Register.Name, cancellationToken);
        if (after < head.KeptAfter) return null;
        var versions = await VersionsAsync(session, table, placed, cancellationToken);
        var rows = placed.Select(p => versions.GetValueOrDefault((p.Entry.Id, p.Entry.Version))).ToList();
        var kept = rows.OfType<StoredRow>().ToList();
        var shown = kept.Zip(await views.ShowAsync(session, table, kept, scope, cancellationToken, fields))
            .ToDictionary(p => (p.First.Id, p.First.Version), p => p.Second);

        var items = new List<RecordChange>(placed.Count);
        var seen = new List<RecordView>();
        for (var i = 0; i < placed.Count; i++)
        {
            var ((position, entry), row) = (placed[i], rows[i]);
            var view = row is null ? null : shown[(row.Id, row.Version)];
            if (row is null || IsSeen(scope, table, row))
                items.Add(new(position, entry.Action, entry.Id, entry.Version, view?.Record));
            else if (versions.TryGetValue((entry.Id, entry.Version - 1), out var before)
                && IsSeen(scope, table, before))
                items.Add(new(position, Left, entry.Id, entry.Version, null));
            if (view is not null && row is not null && IsSeen(scope, table, row)) seen.Add(view);
        }
        var next = placed.Count > 0 ? placed[^1].Position : after;
        return (new ChangePage(items, next, head.Position) { KeptAfter = head.KeptAfter }, seen);
    }

    private static bool IsSeen(ReadScope scope, PhysicalTable table, StoredRow row) =>
        scope.Decide(Cells.Region(table, row.Cells), Cells.Subject(table, row.Id, row.Cells)) >= RowAccess.Masked;

    private static async Task<(long Position, long KeptAfter)> HeadAsync(
        DbSession session, string register, CancellationToken cancellationToken)
    {
        var sql = new SqlText();
        sql.Append("SELECT position, kept_after FROM registries_change_heads ")
            .Append($"WHERE register = {sql.Parameter(register)}");
        await using var command = sql.Command(session);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetInt64(0), reader.GetInt64(1)) : (0, 0);
    }

    private static async Task<IReadOnlyList<Placed>> PlacedAsync(
        DbSession session, string register, long after, int limit, CancellationToken cancellationToken)
    {
        var placed = new List<Placed>();
        var sql = new SqlText();
        sql.Append("SELECT last_position, changed_rows, entries FROM registries_changes ")
            .Append($"WHERE register = {sql.Parameter(register)} AND last_position > {sql.Parameter(after)} ")
            .Append($"ORDER BY last_position LIMIT {sql.Parameter(limit)}");
        await using var command = sql.Command(session);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (placed.Count < limit && await reader.ReadAsync(cancellationToken))
        {
            var position = reader.GetInt64(0) - reader.GetInt64(1);
            foreach (var entry in ChangeNotes.Read(reader.GetString(2)))
                if (++position > after && placed.Count < limit) placed.Add(new(position, entry));
        }
        return placed;
    }

    // The versions that changed, and those before them, which tell whether a row has left the reader's reach.
    private static async Task<Dictionary<(string Id, int Version), StoredRow>> VersionsAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<Placed> placed, CancellationToken cancellationToken)
    {
        var found = new Dictionary<(string, int), StoredRow>();
        foreach (var chunk in placed.Chunk(200))
        {
            var versions = chunk.SelectMany(p => new[] { p.Entry.Version - 1, p.Entry.Version }).Distinct().ToList();
            var ids = chunk.Select(p => p.Entry.Id).Distinct().ToList();
            foreach (var name in new[] { table.Name, table.History })
            {
                var sql = new SqlText().Append($"SELECT {table.ColumnList} FROM {name} WHERE ").AppendIn("id", ids);
                sql.Append($" AND version IN ({string.Join(", ", versions.Select(v => sql.Parameter(v)))})");
                foreach (var row in await RowCommands.SelectAsync(session, table, sql, cancellationToken))
                    found[(row.Id, row.Version)] = row;
            }
        }
        return found;
    }
}

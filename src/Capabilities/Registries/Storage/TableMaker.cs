using System.Data.Common;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dapper;
using Lingnan.Kernel;
using Lingnan.Platform;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Evolution;

namespace Lingnan.Registries.Storage;

/// <summary>Makes the tables of declared registers, and only ever adds to them: what a change would lose or read in
/// another way is refused before anything is touched.</summary>
internal sealed class TableMaker(
    RegisterTables tables, IDatabase database, EvolutionSteps evolution, IndexBuilds builds,
    ExpressionStatistics statistics, TimeProvider time)
    : IRegisterTables
{
    public async Task EnsureAsync(CancellationToken cancellationToken = default)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        session.Unaudited("tables of declared registers, made by the program itself");
        var rows = await session.Connection.QueryAsync<Made>(
            "SELECT register, version, columns, indexes FROM registries_declarations",
            transaction: session.Transaction);
        var made = rows.ToDictionary(m => m.Register, StringComparer.Ordinal);
        foreach (var table in tables.All)
        {
            CheckLimits(table);
            var isMade = made.TryGetValue(table.Register.Name, out var before);
            await evolution.TakeAsync(
                session, table, before?.ColumnsByName().Keys.ToHashSet(StringComparer.Ordinal), cancellationToken);
            if (!isMade) await CreateAsync(session, table, cancellationToken);
            else if (before != Made.Of(table)) await ChangeAsync(session, table, before!, cancellationToken);
        }
        await evolution.QueueAsync(session, cancellationToken);
        await session.CommitAsync(cancellationToken);
        if (database.Engine == Engine.Postgres) await MendIndexesAsync(cancellationToken);
        await statistics.EnsureAsync(tables.All, cancellationToken);
    }

    // What a job is making or will make is left to it.
    private async Task MendIndexesAsync(CancellationToken cancellationToken)
    {
        foreach (var broken in await builds.BrokenAsync(cancellationToken))
        {
            if (tables.All.FirstOrDefault(t => t.Name == broken.Table) is not { } table
                || Waiting(table).Exists(i => i.Name == broken.Name)) continue;
            if (Ready(table).FirstOrDefault(i => i.Name == broken.Name) is { } index)
                await builds.MakeAsync([index], cancellationToken);
            else await builds.DropAsync(broken.Name, cancellationToken);
        }
    }

    /// <summary>Makes the indexes that waited for their values.</summary>
    public async Task MakeWaitingIndexesAsync(PhysicalTable table, CancellationToken cancellationToken)
    {
        var waiting = Waiting(table);
        if (database.Engine == Engine.Postgres)
        {
            await builds.MakeAsync(waiting, cancellationToken);
            return;
        }
        foreach (var index in waiting)
        {
            await using var session = await database.WriteAsync(cancellationToken);
            session.Unaudited("an index of a declared register, made by the program itself");
            await RunAsync(
                session, index.Sql.Replace("INDEX ", "INDEX IF NOT EXISTS ", StringComparison.Ordinal),
                cancellationToken);
            await session.CommitAsync(cancellationToken);
        }
    }

    /// <summary>Notes what is made.</summary>
    public Task NoteAsync(DbSession session, PhysicalTable table)
    {
        var made = Made.Of(table);
        return session.Connection.ExecuteAsync(
            "UPDATE registries_declarations SET version = @Version, columns = @Columns, indexes = @Indexes, "
            + "made_at = @At WHERE register = @Register",
            new { made.Register, made.Version, made.Columns, made.Indexes, At = time.GetUtcNow().ToMicros() },
            session.Transaction);
    }

    // An index on values that are still being worked out is made when they are all there.
    private static IEnumerable<PhysicalIndex> Ready(PhysicalTable table)
    {
        var filling = table.Evolution.Filling;
        if (filling.Count == 0) return table.Indexes;
        var columns = filling.SelectMany(n => table.Field(n).Columns).Select(c => c.Name).ToList();
        return table.Indexes.Where(i => !columns.Exists(c => Mentions(i.Sql, c)));
    }

    private static List<PhysicalIndex> Waiting(PhysicalTable table) => [.. table.Indexes.Except(Ready(table))];

    private static bool Mentions(string sql, string column) => Regex.IsMatch(
        sql, $"(?<![a-z0-9_]){Regex.Escape(column)}(?![a-z0-9_])", RegexOptions.CultureInvariant);

    private async Task CreateAsync(DbSession session, PhysicalTable table, CancellationToken cancellationToken)
    {
        await RunAsync(session, table.CreateSql, cancellationToken);
        foreach (var index in table.Indexes) await RunAsync(session, index.Sql, cancellationToken);
        var made = Made.Of(table);
        await session.Connection.ExecuteAsync(
            "INSERT INTO registries_declarations (register, version, columns, indexes, made_at) "
            + "VALUES (@Register, @Version, @Columns, @Indexes, @At)",
            new { made.Register, made.Version, made.Columns, made.Indexes, At = time.GetUtcNow().ToMicros() },
            session.Transaction);
    }

    private async Task ChangeAsync(
        DbSession session, PhysicalTable table, Made before, CancellationToken cancellationToken)
    {
        var register = table.Register.Name;
        var old = before.ColumnsByName();
        if (table.Register.Version < before.Version)
            throw new FaultException(
                RegistriesErrors.DeclarationOlder(register, table.Register.Version, before.Version));
        foreach (var (name, type) in old)
        {
            var now = table.Columns.FirstOrDefault(c => c.Name == name);
            // A block follows from the fields: one that is no longer declared is let go below.
            if (now is null && PhysicalBlock.IsBlock(name)) continue;
            if (now is null) throw new FaultException(RegistriesErrors.ColumnRemoved(register, name));
            if (now.Sql != type) throw new FaultException(RegistriesErrors.ColumnRetyped(register, name));
        }
        foreach (var field in table.Fields)
            if (old.ContainsKey(field.Value.Name) && field.Companion is { } companion
                && !old.ContainsKey(companion.Name))
                throw new FaultException(RegistriesErrors.ColumnRetyped(register, companion.Name));

        foreach (var column in table.Columns.Where(c => !old.ContainsKey(c.Name)))
        {
            await RunAsync(
                session, $"ALTER TABLE {table.Name} ADD COLUMN {column.Name} {column.Sql}", cancellationToken);
            await RunAsync(
                session, $"ALTER TABLE {table.History} ADD COLUMN {column.Name} {column.Sql}", cancellationToken);
        }
        if (!old.ContainsKey("superseded_at")) await DateHistoryAsync(session, table, cancellationToken);
        await ChangeIndexesAsync(session, table, before, cancellationToken);
        foreach (var name in old.Keys.Where(n => PhysicalBlock.IsBlock(n) && table.Columns.All(c => c.Name != n)))
        {
            await RunAsync(session, $"ALTER TABLE {table.Name} DROP COLUMN {name}", cancellationToken);
            await RunAsync(session, $"ALTER TABLE {table.History} DROP COLUMN {name}", cancellationToken);
        }
        await NoteAsync(session, table);
    }

    // Histories made before they told when a version was no longer believed: that was when the next one was recorded.
    private static Task DateHistoryAsync(
        DbSession session, PhysicalTable table, CancellationToken cancellationToken) => RunAsync(
        session,
        $"UPDATE {table.History} SET superseded_at = COALESCE("
        + $"(SELECT MIN(n.recorded_at) FROM {table.History} n "
        + $"WHERE n.id = {table.History}.id AND n.version = {table.History}.version + 1), "
        + $"(SELECT c.recorded_at FROM {table.Name} c WHERE c.id = {table.History}.id), recorded_at)",
        cancellationToken);

    private static async Task ChangeIndexesAsync(
        DbSession session, PhysicalTable table, Made before, CancellationToken cancellationToken)
    {
        var old = before.IndexesByName();
        foreach (var (name, sql) in old)
            if (table.Indexes.All(i => i.Name != name || i.Sql != sql))
                await RunAsync(session, $"DROP INDEX {name}", cancellationToken);
        foreach (var index in Ready(table))
        {
            if (old.TryGetValue(index.Name, out var sql) && sql == index.Sql) continue;
            try
            {
                await RunAsync(session, index.Sql, cancellationToken);
            }
            catch (DbException e) when (index.Sql.StartsWith("CREATE UNIQUE", StringComparison.Ordinal)
                && StorageFaults.Find(e) is null)
            {
                throw new FaultException(RegistriesErrors.NotYetUnique(table.Register.Name, index.Name), e);
            }
        }
    }

    private static void CheckLimits(PhysicalTable table)
    {
        foreach (var field in table.Register.Fields)
            if ((PhysicalTable.IsServed(table.Register, field)
                    || table.Register.Orders.Any(o => o.Any(k => k.TrimStart('-') == field.Name)))
                && field.Type == PackKit.Registries.FieldType.Text
                && field.MaxLength > RegistriesLimits.IndexedTextMax)
                throw new FaultException(
                    RegistriesErrors.IndexTooLong(table.Register.Name, field.Name, RegistriesLimits.IndexedTextMax));
    }

    private static async Task RunAsync(DbSession session, string sql, CancellationToken cancellationToken) =>
        await session.Connection.ExecuteAsync(new CommandDefinition(
            session.Dialect.Expand(sql), transaction: session.Transaction, cancellationToken: cancellationToken));

    private sealed record Made(string Register, long Version, string Columns, string Indexes)
    {
        public static Made Of(PhysicalTable table) => new(
            table.Register.Name, table.Register.Version,
            JsonSerializer.Serialize(table.Columns.ToDictionary(c => c.Name, c => c.Sql)),
            JsonSerializer.Serialize(Ready(table).ToDictionary(i => i.Name, i => i.Sql)));

        public Dictionary<string, string> ColumnsByName() =>
            JsonSerializer.Deserialize<Dictionary<string, string>>(Columns)!;

        public Dictionary<string, string> IndexesByName() =>
            JsonSerializer.Deserialize<Dictionary<string, string>>(Indexes)!;
    }
}

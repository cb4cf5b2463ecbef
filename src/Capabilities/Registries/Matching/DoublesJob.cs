using System.Text.Json;
using Lingnan.Kernel;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Matching.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Matching;

/// <summary>What the search is asked.</summary>
internal sealed record DoublesArgs(string Register, Caller Caller);

/// <summary>How far the search is.</summary>
/// <param name="After">Last row looked at.</param>
/// <param name="Filled">True when the blocks of all rows are worked out.</param>
/// <param name="Rows">Rows looked at.</param>
/// <param name="Found">Pairs put on the desk.</param>
internal sealed record DoublesState(string After, bool Filled, long Rows, long Found);

/// <summary>Looks through a register for rows that may be one thing, and puts them on the desk. Which of them are one,
/// a person decides.</summary>
internal sealed class DoublesJob(RegisterTables tables, IDatabase database, IdSource ids, MonotonicClock clock)
    : IJobHandler
{
    public const string JobKind = "registries.find-doubles";

    public string Kind => JobKind;

    public async Task RunAsync(IJobRun run, CancellationToken cancellationToken)
    {
        var args = JsonSerializer.Deserialize<DoublesArgs>(run.Job.ArgsJson)!;
        if (tables.Find(args.Register) is not { Register.Matching: not null } table)
            throw new JobFailedException(MatchingErrors.NotDeclared());
        var state = run.Job.ProgressJson is { } json
            ? JsonSerializer.Deserialize<DoublesState>(json)!
            : new("", false, 0, 0);
        while (!state.Filled) state = await FillAsync(run, table, state, cancellationToken);
        while (await SearchAsync(run, args, table, state, cancellationToken) is { } next) state = next;
    }

    // Rows from before the register declared its blocks have none.
    private async Task<DoublesState> FillAsync(
        IJobRun run, PhysicalTable table, DoublesState state, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        session.Unaudited("hashes that follow from the rows");
        var sql = new SqlText();
        sql.Append($"SELECT {table.ColumnList} FROM {table.Name} WHERE id > {sql.Parameter(state.After)} ")
            .Append($"AND ({string.Join(" OR ", table.Blocks.Select(b => b.Name + " IS NULL"))}) ")
            .Append($"ORDER BY id LIMIT {sql.Parameter(MatchLimits.SearchRows)} {session.Dialect.ForUpdate}");
        var rows = await RowCommands.SelectAsync(session, table, sql, cancellationToken);
        foreach (var row in rows)
        {
            var set = new SqlText();
            set.Append($"UPDATE {table.Name} SET ").Append(string.Join(", ", table.Blocks.Select(
                b => $"{b.Name} = {set.Parameter((long)b.Hash(table, row.Cells))}")));
            set.Append($" WHERE id = {set.Parameter(row.Id)}");
            await RowCommands.ExecuteAsync(session, set, cancellationToken);
        }
        var next = rows.Count < MatchLimits.SearchRows
            ? state with { After = "", Filled = true }
            : state with { After = rows[^1].Id };
        await run.CheckpointAsync(session, JsonSerializer.Serialize(next), 0, null, cancellationToken);
        await session.CommitAsync(cancellationToken);
        return next;
    }

    private async Task<DoublesState?> SearchAsync(
        IJobRun run, DoublesArgs args, PhysicalTable table, DoublesState state, CancellationToken cancellationToken)
    {
        IReadOnlyList<StoredRow> rows;
        IReadOnlyList<IReadOnlyList<Candidate>> found;
        await using (var session = await database.ReadAsync(cancellationToken))
        {
            var sql = new SqlText();
            sql.Append($"SELECT {table.ColumnList} FROM {table.Name} WHERE closed_at IS NULL ")
                .Append($"AND id > {sql.Parameter(state.After)} ORDER BY id ")
                .Append($"LIMIT {sql.Parameter(MatchLimits.SearchRows)}");
            rows = await RowCommands.SelectAsync(session, table, sql, cancellationToken);
            found = rows.Count == 0 ? []
                : await new Candidates(table).FindAsync(session, [.. rows.Select(r => r.Cells)], cancellationToken);
        }
        var pairs = Pairs(table, args.Caller, rows, found);
        await using var write = await database.WriteAsync(cancellationToken);
        var added = 0;
        foreach (var pair in pairs)
            if (await CaseStore.AddAsync(write, pair)) added++;
        var next = state with
        {
            After = rows.Count == 0 ? state.After : rows[^1].Id, Rows = state.Rows + rows.Count,
            Found = state.Found + added,
        };
        if (rows.Count == 0)
            write.Audit(new AuditEntry
            {
                Caller = args.Caller, Action = "registries.doubles-sought", Object = args.Register,
                DetailJson = JsonSerializer.Serialize(new { rows = next.Rows, found = next.Found }),
            });
        else write.Unaudited("pairs for the desk; the search has its own entry at its end");
        await run.CheckpointAsync(write, JsonSerializer.Serialize(next), next.Rows, null, cancellationToken);
        await write.CommitAsync(cancellationToken);
        return rows.Count == 0 ? null : next;
    }

    // Each pair once: with the row whose id comes first on the left.
    private List<KeptCase> Pairs(
        PhysicalTable table, Caller caller, IReadOnlyList<StoredRow> rows,
        IReadOnlyList<IReadOnlyList<Candidate>> found)
    {
        var pairs = new List<KeptCase>();
        var (candidates, matcher) = (new Candidates(table), new Matcher(table.Register.Matching!));
        for (var i = 0; i < rows.Count; i++)
        {
            var region = Cells.Region(table, rows[i].Cells);
            if (!caller.Has(RegistriesPermissions.Merge, region)) continue;
            var values = candidates.Values(rows[i].Cells);
            foreach (var other in found[i])
            {
                if (string.CompareOrdinal(other.Id, rows[i].Id) >= 0
                    || !caller.Has(RegistriesPermissions.Merge, other.Region)) continue;
                var told = matcher.Compare(other.Values, values);
                if (told.Decision == MatchDecision.New) continue;
                pairs.Add(new KeptCase
                {
                    Id = ids.Next("mc"), Register = table.Register.Name, LeftId = other.Id, RightId = rows[i].Id,
                    Score = (long)Math.Round(told.Score * 1000), Fields = CaseStore.Tell(told),
                    LeftRegion = other.Region, RightRegion = region, State = MatchStates.Open,
                    CreatedAt = clock.Now().ToMicros(),
                });
            }
        }
        return pairs;
    }
}

using Lingnan.Kernel;
using Lingnan.Platform.Sealing;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Matching.Model;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Matching;

/// <summary>What is to be done with an incoming row.</summary>
/// <param name="Row">The row; with the id of the row it matches, when it does.</param>
/// <param name="Decision">Match, review or new; null where a certain key named the row already.</param>
/// <param name="Pair">The pair for the desk, for a review.</param>
internal sealed record RoutedRow(ValidRow Row, MatchDecision? Decision, KeptCase? Pair);

/// <summary>Finds for incoming rows the rows of the register that they are.</summary>
internal sealed class MatchIncoming(
    IDatabase database, CaseStore cases, ISealing sealing, IdSource ids, MonotonicClock clock)
{
    /// <summary>Routes the rows, in their order. Writes nothing.</summary>
    public async Task<IReadOnlyList<RoutedRow>> RouteAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<ValidRow> rows, string? importId,
        CancellationToken cancellationToken)
    {
        var routed = new RoutedRow[rows.Count];
        var cells = rows.Select(r => CellsOf(table, r)).ToList();
        var named = await NamedAsync(session, table, cells, cancellationToken);
        var open = new List<int>();
        for (var i = 0; i < rows.Count; i++)
            if (rows[i].Id is not null) routed[i] = new(rows[i], null, null);
            else if (named[i] is { } id) routed[i] = new(rows[i] with { Id = id }, null, null);
            else open.Add(i);
        if (open.Count == 0) return routed;

        if (open.Count <= MatchLimits.RoutedRows) await CompareSomeAsync(session, [.. open]);
        else
            // In a large register nearly every candidate is read from the disk, which serves several at once.
            await Task.WhenAll(open.Chunk(MatchLimits.RoutedRows).Select(async some =>
            {
                await using var own = await database.ReadAsync(cancellationToken);
                await CompareSomeAsync(own, some);
            }));
        return routed;

        async Task CompareSomeAsync(DbSession on, int[] some)
        {
            var told = await CompareAsync(
                on, table, [.. some.Select(i => (rows[i], cells[i]))], importId, cancellationToken);
            for (var o = 0; o < some.Length; o++) routed[some[o]] = told[o];
        }
    }

    private async Task<RoutedRow[]> CompareAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<(ValidRow Row, object?[] Cells)> rows, string? importId,
        CancellationToken cancellationToken)
    {
        var routed = new RoutedRow[rows.Count];
        var candidates = new Candidates(table);
        var found = await candidates.FindAsync(session, [.. rows.Select(r => r.Cells)], cancellationToken);
        var names = rows.Select(r => Name(table, r.Cells)).ToList();
        var met = await CaseStore.MetAsync(session, table.Register.Name, names);
        var matcher = new Matcher(table.Register.Matching!);
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i].Row;
            var left = found[i].Where(c => met.GetValueOrDefault((c.Id, names[i])) != MatchStates.Different).ToList();
            var values = candidates.Values(rows[i].Cells);
            var compared = left.Select(c => matcher.Compare(values, c.Values)).ToList();
            var chosen = Matcher.Choose(compared)
                ?? (LacksKey(table, row) ? Matcher.Similar(compared) : null);
            routed[i] = chosen switch
            {
                null => new(row, MatchDecision.New, null),
                { Comparison.Decision: MatchDecision.Match } best =>
                    new(row with { Id = left[best.Index].Id }, MatchDecision.Match, null),
                { } best => new(row, MatchDecision.Review, Pair(
                    table, left[best.Index], names[i], row, best.Comparison, importId)),
            };
        }
        return routed;
    }

    /// <summary>True for a row that can only be a row of the register already: nothing names it.</summary>
    public static bool LacksKey(PhysicalTable table, ValidRow row) =>
        row.Id is null && table.Register.Key.Any(k => row.Values.GetValueOrDefault(k) is null);

    /// <summary>The cells of a row that is not sealed yet; a reference in it is no id yet and counts as none.</summary>
    private object?[] CellsOf(PhysicalTable table, ValidRow row) =>
    [
        .. table.Fields.Select(f => f.IsShape || f.Field.Type == PackKit.Registries.FieldType.Reference
            ? null
            : Cells.Of(table, f, row.Values.GetValueOrDefault(f.Field.Name), sealing)),
    ];

    // One row, one name, whatever file it comes in: so a pair that was decided is known again.
    private string Name(PhysicalTable table, object?[] cells) => CaseStore.IncomingPrefix + sealing.BlindIndex(
        $"{table.Register.Name} match", string.Join('\u001f', cells.Select(c => Cells.Mark(c) ?? "\u0000")));

    private async Task<string?[]> NamedAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<object?[]> cells, CancellationToken cancellationToken)
    {
        var named = new string?[cells.Count];
        foreach (var name in table.Register.Matching!.Certain)
        {
            var field = table.Field(name);
            if (field.IsWhole || field.IsShape) continue;
            var marks = cells.Select(c => Cells.Mark(c[table.IndexOf(name)])).ToList();
            var column = (field.IsSealed ? field.Companion! : field.Value).Name;
            var pairs = await RowCommands.FindPairsAsync(
                session, table.Name, field.IsSoleKey ? "row_key" : column, [.. marks.OfType<string>()],
                cancellationToken);
            // A certain key that two rows hold names neither.
            var owners = pairs.GroupBy(p => p.Value, StringComparer.Ordinal).Where(g => g.Count() == 1)
                .ToDictionary(g => g.Key, g => g.First().Id, StringComparer.Ordinal);
            for (var i = 0; i < marks.Count; i++)
                if (named[i] is null && marks[i] is { } mark) named[i] = owners.GetValueOrDefault(mark);
        }
        return named;
    }

    private KeptCase Pair(
        PhysicalTable table, Candidate left, string right, ValidRow row, Comparison told, string? importId) => new()
        {
            Id = ids.Next("mc"), Register = table.Register.Name, LeftId = left.Id, RightId = right,
            Incoming = cases.Seal(WaitingRow.Texts(row)),
            ImportId = importId, ImportLine = row.Line, Score = (long)Math.Round(told.Score * 1000),
            Fields = CaseStore.Tell(told), LeftRegion = left.Region,
            RightRegion = table.Register.RegionField is { } region
                ? row.Values.GetValueOrDefault(region) as string : null,
            State = MatchStates.Open, CreatedAt = clock.Now().ToMicros(),
        };
}

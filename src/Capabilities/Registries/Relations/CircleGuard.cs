using Lingnan.PackKit.Registries;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Relations;

/// <summary>Refuses rows that would close a circle of a relation that must not lead back.</summary>
internal sealed class CircleGuard(RelationMap map)
{
    /// <summary>Checks the drafts that were accepted, in their order, against what is kept and those before
    /// them.</summary>
    public async Task CheckAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<Draft> drafts, CancellationToken cancellationToken)
    {
        foreach (var hop in map.Acyclic(table.Register))
        {
            var moved = drafts.Where(d => IsMoved(hop, d)).ToList();
            if (moved.Count == 0) continue;
            // Two writers could each close half of a circle that neither sees, so one waits for the other.
            await RowCommands.KeepToOurselvesAsync(session, table, cancellationToken);
            var kept = await OnwardAsync(session, hop, moved, cancellationToken);
            var over = new Dictionary<string, List<(string Held, string To)>>(StringComparer.Ordinal);
            var replaced = moved.Select(d => d.Existing?.Id).OfType<string>().ToHashSet(StringComparer.Ordinal);
            foreach (var (from, edges) in kept ?? [])
                over[from] = [.. edges.Where(e => !replaced.Contains(e.Held))];
            foreach (var draft in moved)
                if (kept is null) Refuse(hop, draft, RelationErrors.TooDeep());
                else Take(hop, draft, over);
        }
    }

    private static void Take(Hop hop, Draft draft, Dictionary<string, List<(string Held, string To)>> edges)
    {
        var (from, to) = Ends(hop, draft);
        if (Leads(edges, to, from)) Refuse(hop, draft, RelationErrors.Circle(hop.Relation.Title));
        else (edges.TryGetValue(from, out var own) ? own : edges[from] = []).Add((draft.Id!, to));
    }

    private static void Refuse(Hop hop, Draft draft, Kernel.Error error)
    {
        draft.Refuse(hop.Relation.To, error);
        draft.Outcome = RowOutcome.Refused;
    }

    private static bool IsMoved(Hop hop, Draft draft)
    {
        if (draft.Outcome is not (RowOutcome.Created or RowOutcome.Changed)) return false;
        if (draft.Cells[hop.Holder.IndexOf(hop.Relation.To)] is null) return false;
        return draft.Existing is not { } old || hop.Ends.Any(f =>
            Cells.Mark(old.Cells[hop.Holder.IndexOf(f)]) != Cells.Mark(draft.Cells[hop.Holder.IndexOf(f)]));
    }

    private static (string From, string To) Ends(Hop hop, Draft draft)
    {
        var own = hop.Relation.ByKey ? draft.Key : draft.Id!;
        var from = hop.Relation.From is { } field ? (string)draft.Cells[hop.Holder.IndexOf(field)]! : own;
        return (from, (string)draft.Cells[hop.Holder.IndexOf(hop.Relation.To)]!);
    }

    private static bool Leads(
        Dictionary<string, List<(string Held, string To)>> edges, string from, string to)
    {
        var met = new HashSet<string>(StringComparer.Ordinal) { from };
        var open = new Stack<string>([from]);
        while (open.TryPop(out var at))
        {
            if (at == to) return true;
            foreach (var (_, next) in edges.GetValueOrDefault(at) ?? [])
                if (met.Add(next)) open.Push(next);
        }
        return false;
    }

    // Everything that the new ends lead on to as kept, a level at a time; null when that is too much.
    private static async Task<Dictionary<string, List<(string Held, string To)>>?> OnwardAsync(
        DbSession session, Hop hop, IReadOnlyList<Draft> moved, CancellationToken cancellationToken)
    {
        var (table, relation) = (hop.Holder, hop.Relation);
        var from = relation.From is { } field ? table.Field(field).Value.Name : relation.ByKey ? "row_key" : "id";
        var by = relation.From is { } near ? PhysicalTable.Filterable(table.Field(near)) : from;
        var to = table.Field(relation.To).Value.Name;
        var edges = new Dictionary<string, List<(string Held, string To)>>(StringComparer.Ordinal);
        var level = moved.Select(d => Ends(hop, d).To).ToHashSet(StringComparer.Ordinal);
        var met = level.ToHashSet(StringComparer.Ordinal);
        while (level.Count > 0)
        {
            if (met.Count > RelationLimits.CircleRowsMax) return null;
            var next = new HashSet<string>(StringComparer.Ordinal);
            var sql = new SqlText().Append(
                $"SELECT id, {from}, {to} FROM {table.Name} WHERE closed_at IS NULL AND {to} IS NOT NULL AND ")
                .AppendIn(by, level);
            await using (var command = sql.Command(session))
            await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
                while (await reader.ReadAsync(cancellationToken))
                {
                    var (held, at, far) = (reader.GetString(0), reader.GetString(1), reader.GetString(2));
                    (edges.TryGetValue(at, out var own) ? own : edges[at] = []).Add((held, far));
                    if (met.Add(far)) next.Add(far);
                }
            level = next;
        }
        return edges;
    }
}

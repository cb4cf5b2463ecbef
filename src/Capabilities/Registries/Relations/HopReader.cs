using Dapper;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Merging;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Relations;

/// <summary>A relation of a row.</summary>
/// <param name="Near">The row.</param>
/// <param name="Held">The row that holds the relation.</param>
/// <param name="HeldView">What the reader sees of that.</param>
/// <param name="Far">The row at the far end, or null where the holder names none.</param>
/// <param name="FarView">What the reader sees of it.</param>
/// <param name="IsHidden">True when the reader may not be told of it.</param>
internal sealed record FoundRelation(
    StoredRow Near, StoredRow Held, RecordView? HeldView, StoredRow? Far, RecordView? FarView, bool IsHidden);

/// <summary>Relations of some rows; cut where a row has more of them.</summary>
/// <param name="All">The relations.</param>
/// <param name="IsCut">True when some row has more.</param>
/// <param name="Last">Id of the last holding row looked at, or null.</param>
internal sealed record FoundRelations(IReadOnlyList<FoundRelation> All, bool IsCut, string? Last);

/// <summary>Follows one relation from many rows at once: one statement for what holds it, one for the far
/// ends.</summary>
internal sealed class HopReader(RecordViews views)
{
    /// <summary>The relations in force, by the id of what holds them; at most <paramref name="fan"/> of each row. With
    /// <paramref name="loose"/> also those whose far end is no row.</summary>
    public async Task<FoundRelations> ReadAsync(
        DbSession session, Hop hop, IReadOnlyList<StoredRow> near, Reading reading, int fan, string? after,
        bool loose, CancellationToken cancellationToken)
    {
        var held = hop.Near is null
            ? [.. (await ThenAsync(session, hop, near, reading, cancellationToken))
                .Where(r => hop.FarOf(r) is not null && hop.IsInForce(r, reading.Day))]
            : await HeldAsync(session, hop, near, reading, fan, after, cancellationToken);
        var byName = near.ToDictionary(hop.NameOf, StringComparer.Ordinal);
        var kept = new List<StoredRow>();
        var isCut = false;
        foreach (var some in held.GroupBy(hop.NearOf))
        {
            isCut |= some.Count() > fan;
            kept.AddRange(some.Take(fan));
        }
        var far = await FarAsync(session, hop, kept, cancellationToken);
        var heldViews = await ShowAsync(session, hop.Holder, kept, reading, FieldsOf(hop), cancellationToken);
        var farViews = (await ShowAsync(
            session, hop.To, [.. far.Values.DistinctBy(r => r.Id)], reading, [hop.To.Register.TitleField],
            cancellationToken)).ToDictionary(v => v.Row.Id, v => v.View, StringComparer.Ordinal);
        var withheld = await WithheldAsync(session, hop, kept, reading, cancellationToken);
        var found = new List<FoundRelation>();
        foreach (var (row, view) in heldViews)
        {
            var end = hop.FarOf(row) is { } name ? far.GetValueOrDefault(name) : null;
            if (end is null && !loose) continue;
            var endView = end is null ? null : farViews[end.Id];
            var isHidden = view is null || (end is not null && endView is null)
                || hop.Ends.Any(f => !Sees(view, f)) || withheld.Contains(row.Id);
            if (!isHidden) Note(reading, hop, view!, endView);
            found.Add(new(byName[hop.NearOf(row)!], row, view, end, endView, isHidden));
        }
        return new(found, isCut, kept.LastOrDefault()?.Id);
    }

    /// <summary>True when the view shows the field whole.</summary>
    public static bool Sees(RecordView view, string field) =>
        view.Record.Values.ContainsKey(field) && !view.Record.Masked.Contains(field);

    private static void Note(Reading reading, Hop hop, RecordView held, RecordView? far)
    {
        reading.Add(reading.Scope(hop.Holder.Register)!, held);
        if (far is not null) reading.Add(reading.Scope(hop.To.Register)!, far);
    }

    private static HashSet<string> FieldsOf(Hop hop)
    {
        var relation = hop.Relation;
        var fields = hop.Ends.Concat(
            new[] { relation.Share, relation.Since, relation.Until }.OfType<string>())
            .ToHashSet(StringComparer.Ordinal);
        // A link whose far end is only named is shown by its title.
        if (hop.IsLink && relation.Share is not null) fields.Add(hop.Holder.Register.TitleField);
        return fields;
    }

    private static async Task<IReadOnlyList<StoredRow>> HeldAsync(
        DbSession session, Hop hop, IReadOnlyList<StoredRow> near, Reading reading, int fan, string? after,
        CancellationToken cancellationToken)
    {
        var holder = hop.Holder;
        var name = PhysicalTable.Filterable(holder.Field(hop.Near!));
        var names = near.Select(hop.NameOf).ToList();
        var sql = new SqlText();
        sql.Append($"SELECT * FROM (SELECT {holder.Whole.Columns}, ")
            .Append($"ROW_NUMBER() OVER (PARTITION BY {name} ORDER BY id) AS nth FROM (");
        Standing(holder.Name);
        if (!reading.IsNow)
        {
            sql.Append(" UNION ALL ");
            Standing(holder.History);
        }
        if (after is not null) after = sql.Parameter(after);
        sql.Append($") AS standing{(after is null ? "" : $" WHERE id > {after}")}) AS found ")
            .Append($"WHERE nth <= {sql.Parameter(fan + 1)} ORDER BY id");
        return await RowCommands.SelectAsync(session, holder, sql, cancellationToken);

        void Standing(string table)
        {
            sql.Append($"SELECT {holder.Whole.Columns} FROM {table} WHERE closed_at IS NULL AND ")
                .AppendIn(name, names).Append($" AND {BitemporalSql.Then(sql, reading.Then)}");
            if (hop.Relation.Since is { } since)
                sql.Append(
                    $" AND COALESCE({holder.Field(since).Value.Name}, '') <= {sql.Parameter(reading.Day)}");
            if (hop.Relation.Until is { } until)
                sql.Append(
                    $" AND COALESCE({holder.Field(until).Value.Name}, '9999-12-31') >= {sql.Parameter(reading.Day)}");
        }
    }

    // The rows as they were known to stand on the day asked for; one that was not there then is left out.
    private static async Task<IReadOnlyList<StoredRow>> ThenAsync(
        DbSession session, Hop hop, IReadOnlyList<StoredRow> rows, Reading reading,
        CancellationToken cancellationToken)
    {
        if (reading.IsNow || rows.Count == 0) return rows;
        var sql = new SqlText();
        Standing(hop.Holder.Name);
        sql.Append(" UNION ALL ");
        Standing(hop.Holder.History);
        var then = (await RowCommands.SelectAsync(session, hop.Holder, sql, cancellationToken))
            .ToDictionary(r => r.Id, StringComparer.Ordinal);
        return [.. rows.Select(r => then.GetValueOrDefault(r.Id)).OfType<StoredRow>()];

        void Standing(string table) =>
            sql.Append($"SELECT {hop.Holder.Whole.Columns} FROM {table} WHERE closed_at IS NULL AND ")
                .AppendIn("id", rows.Select(r => r.Id)).Append($" AND {BitemporalSql.Then(sql, reading.Then)}");
    }

    // The far rows by what the holder names them; a row that was merged is followed to the one that stands for it.
    private static async Task<Dictionary<string, StoredRow>> FarAsync(
        DbSession session, Hop hop, IReadOnlyList<StoredRow> held, CancellationToken cancellationToken)
    {
        if (hop.Far is null) return held.ToDictionary(r => r.Id, StringComparer.Ordinal);
        var names = held.Select(hop.FarOf).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var isKey = hop.Relation.ByKey && !hop.IsInverse;
        var found = (await RowCommands.FindAsync(
                session, hop.To, isKey ? "row_key" : "id", names, cancellationToken)).Where(r => r.ClosedAt is null)
            .ToDictionary(r => isKey ? r.Key : r.Id, StringComparer.Ordinal);
        var gone = names.Where(n => !found.ContainsKey(n)).ToDictionary(n => n, n => n, StringComparer.Ordinal);
        for (var i = 0; i < MergeLimits.ChainMax && gone.Count > 0; i++)
        {
            var column = isKey && i == 0 ? "loser_key" : "loser_id";
            var list = gone.Values.Distinct().ToArray();
            var into = (await session.Connection.QueryAsync<(string Lost, string Into)>(
                $"SELECT {column}, survivor_id FROM registries_merges WHERE register = @register AND undone_at IS NULL "
                + "AND " + session.Dialect.IsOneOf(column, "list"),
                new { register = hop.To.Register.Name, list }, session.Transaction))
                .ToLookup(m => m.Lost, m => m.Into, StringComparer.Ordinal);
            gone = gone.Where(g => into.Contains(g.Value))
                .ToDictionary(g => g.Key, g => into[g.Value].First(), StringComparer.Ordinal);
            var standing = (await RowCommands.FindAsync(session, hop.To, "id", gone.Values, cancellationToken))
                .Where(r => r.ClosedAt is null).ToDictionary(r => r.Id, StringComparer.Ordinal);
            foreach (var (name, id) in gone.ToList())
                if (standing.TryGetValue(id, out var row) && gone.Remove(name)) found[name] = row;
        }
        return found;
    }

    // What a row said of another day is for who may see the row today as well.
    private async Task<HashSet<string>> WithheldAsync(
        DbSession session, Hop hop, IReadOnlyList<StoredRow> held, Reading reading,
        CancellationToken cancellationToken)
    {
        if (reading.IsNow || held.Count == 0) return [];
        var now = await RowCommands.FindAsync(
            session, hop.Holder, "id", [.. held.Select(r => r.Id)], cancellationToken);
        return [.. (await ShowAsync(session, hop.Holder, now, reading, FieldsOf(hop), cancellationToken))
            .Where(r => r.View is null || hop.Ends.Any(f => !Sees(r.View, f))).Select(r => r.Row.Id)];
    }

    private async Task<IReadOnlyList<(StoredRow Row, RecordView? View)>> ShowAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<StoredRow> rows, Reading reading,
        HashSet<string> fields, CancellationToken cancellationToken)
    {
        if (reading.Scope(table.Register) is not { } scope) return [.. rows.Select(r => (r, (RecordView?)null))];
        var shown = await views.ShowAsync(session, table, rows, scope, cancellationToken, fields);
        return [.. rows.Zip(shown)];
    }
}

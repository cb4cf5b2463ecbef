using Lingnan.PackKit.Registries;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Matching.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Matching;

/// <summary>A row as far as matching needs it.</summary>
/// <param name="Id">Internal id.</param>
/// <param name="Region">Its region, or null.</param>
/// <param name="Values">What is compared, by name of the field.</param>
internal sealed record Candidate(string Id, string? Region, IReadOnlyDictionary<string, Comparand> Values);

/// <summary>Finds the rows that a row must be compared with, for many rows at once.</summary>
internal sealed class Candidates(PhysicalTable table)
{
    private readonly List<PhysicalField> _fields = [.. Needed(table)];

    /// <summary>Fields that matching reads: sealed ones by their blind index. A reference in a file is no id yet, and
    /// a shape has no one text.</summary>
    public static IEnumerable<PhysicalField> Needed(PhysicalTable table)
    {
        var matching = table.Register.Matching!;
        return matching.Certain.Concat(matching.Compare.Select(c => c.Field)).Distinct(StringComparer.Ordinal)
            .Select(table.Field).Where(f => !f.IsShape && f.Field.Type != FieldType.Reference);
    }

    /// <summary>The comparands of cells.</summary>
    public Dictionary<string, Comparand> Values(object?[] cells)
    {
        var values = new Dictionary<string, Comparand>(_fields.Count, StringComparer.Ordinal);
        foreach (var field in _fields)
            if (Cells.Mark(cells[table.IndexOf(field.Field.Name)]) is { } mark)
                values[field.Field.Name] = new Comparand(mark);
        return values;
    }

    /// <summary>For each row the current rows that share a block with it.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<Candidate>>> FindAsync(
        DbSession session, IReadOnlyList<object?[]> rows, CancellationToken cancellationToken)
    {
        var found = rows.Select(_ => new Dictionary<string, Candidate>(StringComparer.Ordinal)).ToList();
        foreach (var block in table.Blocks)
        {
            var hashes = rows.Select(r => (long)block.Hash(table, r)).ToList();
            var known = await FindAsync(session, block, hashes, cancellationToken);
            for (var i = 0; i < rows.Count; i++)
                if (known.TryGetValue(hashes[i], out var some) && some.Count <= MatchLimits.BlockRowsMax)
                    foreach (var candidate in some) found[i].TryAdd(candidate.Id, candidate);
        }
        return [.. found.Select(f => f.Values.OrderBy(c => c.Id, StringComparer.Ordinal).ToList())];
    }

    private async Task<Dictionary<long, List<Candidate>>> FindAsync(
        DbSession session, PhysicalBlock block, IReadOnlyList<long> hashes, CancellationToken cancellationToken)
    {
        var found = new Dictionary<long, List<Candidate>>();
        foreach (var chunk in hashes.Where(h => h != Blocks.None).Distinct().Chunk(MatchLimits.LookUpBlocks))
        {
            var sql = new SqlText();
            // One row more than is looked at tells a crowded block, and no more of it is read.
            sql.Append(session.Dialect.ForEach([.. chunk.Select(h => sql.Parameter(h))], hash =>
                $"SELECT {block.Name}, {ColumnList} FROM {table.Name} WHERE closed_at IS NULL "
                + $"AND {block.Name} <> 0 AND {block.Name} = {hash} LIMIT {MatchLimits.BlockRowsMax + 1}"));
            await using var command = sql.Command(session);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                var hash = reader.GetInt64(0);
                if (!found.TryGetValue(hash, out var some)) found[hash] = some = [];
                some.Add(Read(reader));
            }
        }
        return found;
    }

    private string ColumnList => string.Join(
        ", ", _fields.Select(Column).Prepend(table.Register.RegionField is { } region
            ? table.Field(region).Value.Name
            : "NULL").Prepend("id"));

    private static string Column(PhysicalField field) =>
        (field.IsSealed ? field.Companion! : field.Value).Name;

    private Candidate Read(System.Data.Common.DbDataReader reader)
    {
        var values = new Dictionary<string, Comparand>(_fields.Count, StringComparer.Ordinal);
        for (var i = 0; i < _fields.Count; i++)
        {
            if (reader.IsDBNull(i + 3)) continue;
            var text = _fields[i].IsWhole
                ? Cells.Mark(reader.GetInt64(i + 3))!
                : reader.GetString(i + 3);
            values[_fields[i].Field.Name] = new Comparand(text);
        }
        return new(reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2), values);
    }
}

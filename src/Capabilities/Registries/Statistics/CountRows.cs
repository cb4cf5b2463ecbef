using System.Globalization;
using System.Text.Json;
using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Sealing;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Statistics;

/// <summary>Counts rows by groups, and adds numbers up.</summary>
internal sealed class CountRows(RegisterTables tables, IDatabase database, IAuditLog audit, ISealing sealing)
    : IRegisterStatistics
{
    // Sums are made of two halves: SQLite's sum of whole numbers ends where a column of millions may go beyond.
    private const long Half = 1_000_000_000;

    private sealed record Cell(IReadOnlyList<string?> Key, long Count, IReadOnlyList<(long Count, decimal Sum)> Sums);

    public async Task<Result<StatisticsAnswer>> CountAsync(
        RegistryDeclaration register, StatisticsQuery query, Caller caller, AccessPurpose? purpose,
        CancellationToken cancellationToken = default)
    {
        // Counted are the rows of an office, so one's own row outside of it is not.
        var scope = ReadScope.Of(register, caller with { PersonId = null }, query.Unmask, purpose);
        if (!scope.IsOk) return scope.Error;
        var table = tables.Of(register);
        if (query.By.Count is < 1 or > RegistriesLimits.GroupsMax) return RegistriesErrors.GroupCount();
        var groups = new List<Grouping>();
        foreach (var text in query.By)
        {
            var group = Grouping.Of(table, text);
            if (!group.IsOk) return group.Error;
            groups.Add(group.Value);
        }
        var sums = new List<PhysicalField>();
        foreach (var name in query.Sums.Distinct().Take(RegistriesLimits.GroupsMax))
        {
            if (table.Live.FirstOrDefault(f => f.Field.Name == name) is not { IsSealed: false, IsWhole: true } field)
                return RegistriesErrors.BadSum(name);
            sums.Add(field);
        }
        var used = groups.Select(g => g.Field).Concat(sums).ToList();
        var sql = ListSql.Of(
            tables, table, scope.Value, new() { Where = query.Where, Sort = "id" }, sealing, used);
        if (!sql.IsOk) return sql.Error;
        var cells = await ReadAsync(sql.Value, groups, sums, cancellationToken);
        if (cells.Count > RegistriesLimits.CellsMax) return RegistriesErrors.TooManyCells();
        if (scope.Value.Unmask) await LogAsync(scope.Value, query, purpose, cells.Count, cancellationToken);
        return Answer(register, groups, sums, cells, IsExact(scope.Value, used));
    }

    /// <summary>True when small cells tell the caller nothing that lists would not.</summary>
    private static bool IsExact(ReadScope scope, IEnumerable<PhysicalField> used)
    {
        if (!scope.Register.IsPersons && scope.Register.SubjectField is null) return true;
        if (!scope.Caller.Has(RegistriesPermissions.Read, null)) return false;
        // By a masked field a cell of one tells what the list masks.
        return !used.Any(f => Masking.IsPersonal(f.Field))
            || (scope.Unmask && scope.Caller.Has(RegistriesPermissions.Unmask, null));
    }

    private async Task<IReadOnlyList<Cell>> ReadAsync(
        ListSql sql, List<Grouping> groups, List<PhysicalField> sums, CancellationToken cancellationToken)
    {
        var columns = groups.Select(g => g.Expression).Append("COUNT(*)").Concat(sums.Select(f =>
            $"COUNT({f.Value.Name}), SUM({f.Value.Name} / {Half}), SUM({f.Value.Name} % {Half})"));
        var keys = string.Join(", ", Enumerable.Range(1, groups.Count));
        await using var session = await database.ReadAsync(cancellationToken);
        await using var command = sql.Grouped(
            string.Join(", ", columns), $"GROUP BY {keys} ORDER BY {keys}", RegistriesLimits.CellsMax + 1)
            .Command(session);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var cells = new List<Cell>();
        while (await reader.ReadAsync(cancellationToken))
            cells.Add(new Cell(
                [.. groups.Select((_, i) => reader.IsDBNull(i)
                    || reader.GetString(i).Length == 0 ? null : reader.GetString(i))],
                reader.GetInt64(groups.Count),
                [.. sums.Select((f, i) => Sum(f, groups.Count + 1 + 3 * i))]));
        return cells;

        (long, decimal) Sum(PhysicalField field, int at)
        {
            if (reader.GetInt64(at) is var count && count == 0) return (0, 0);
            var scaled = Number(at + 1) * Half + Number(at + 2);
            for (var place = 0; place < Canonical.Scale(field.Field); place++) scaled /= 10;
            return (count, scaled);
        }

        decimal Number(int at) => Convert.ToDecimal(reader.GetValue(at), CultureInfo.InvariantCulture);
    }

    private Result<StatisticsAnswer> Answer(
        RegistryDeclaration register, List<Grouping> groups, List<PhysicalField> sums, IReadOnlyList<Cell> cells,
        bool isExact)
    {
        var (kept, keepsTotal) = isExact
            ? (new bool[cells.Count], false)
            : SmallCells.KeepBack([.. cells.Select(c => (c.Key, c.Count))]);
        return new StatisticsAnswer(
            [.. groups.Select(g => g.Text)],
            [.. cells.Select((c, i) => new StatisticsCell(
                c.Key, [.. c.Key.Select((k, g) => Title(groups[g], k))], kept[i] ? null : c.Count,
                Shown(sums, c, kept[i], isExact)))],
            keepsTotal ? null : cells.Sum(c => c.Count), kept.Count(k => k));
    }

    // A sum over few is kept back like a count of few, even in a cell of many.
    private static Dictionary<string, StatisticsSum> Shown(
        List<PhysicalField> sums, Cell cell, bool isKept, bool isExact) => sums.Zip(cell.Sums)
        .Where(s => !isKept && s.Second.Count > 0 && (isExact || s.Second.Count >= SmallCells.Least))
        .ToDictionary(s => s.First.Field.Name, s => new StatisticsSum(
            s.Second.Count, s.Second.Sum,
            decimal.Round(s.Second.Sum / s.Second.Count, Canonical.Scale(s.First.Field) + 2)), StringComparer.Ordinal);

    private LocalText? Title(Grouping group, string? key) =>
        key is null || group.Field.Field.CodeList is not { } list ? null
        : tables.CodeList(list)?.Items.FirstOrDefault(i => i.Code == key)?.Title;

    private Task LogAsync(
        ReadScope scope, StatisticsQuery query, AccessPurpose? purpose, int cells,
        CancellationToken cancellationToken) => audit.AppendAsync(
        new AuditEntry
        {
            Caller = scope.Caller,
            Action = "registries.statistics-read",
            Object = scope.Register.Name,
            Purpose = purpose?.Purpose,
            CaseNumber = purpose?.CaseNumber,
            DetailJson = JsonSerializer.Serialize(new { by = query.By, sums = query.Sums, cells }),
        }, cancellationToken);
}

using Dapper;
using Lingnan.Catalog.Contracts;
using Lingnan.Catalog.Model;
using Lingnan.Kernel;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;

namespace Lingnan.Catalog.Features;

/// <summary>How far departments and towns are catalogued, connected, shared, open and fresh; counted by the
/// database.</summary>
internal sealed class CoverResources(IDatabase database, TimeProvider time)
{
    private sealed class CountedRow
    {
        public string Key { get; init; } = "";
        public string English { get; init; } = "";
        public long Resources { get; init; }
        public long Published { get; init; }
        public long Connected { get; init; }
        public long Shared { get; init; }
        public long Open { get; init; }
        public long Written { get; init; }
        public long Late { get; init; }
        public long Incomplete { get; init; }
    }

    public async Task<IReadOnlyList<Coverage>> RunAsync(
        bool byTown, Caller caller, CancellationToken cancellationToken)
    {
        var parameters = new DynamicParameters();
        var late = Late(parameters, time.GetUtcNow());
        var sees = Sees(parameters, caller.Reach(CatalogPermissions.Read));
        await using var session = await database.PeekAsync(cancellationToken);
        var rows = await session.Connection.QueryAsync<CountedRow>(
            Sql(byTown ? "s.town" : "s.provider", late, sees), parameters, session.Transaction);
        return [.. rows.Select(row => Of(row, byTown))];
    }

    private static string Sql(string key, string late, string sees)
    {
        const string isPublic = "r.published_number IS NOT NULL";
        const string isConnected = isPublic + " AND r.source IS NOT NULL";
        const string isWritten = isConnected + " AND w.last_write_at IS NOT NULL";
        static string Count(string condition) => $"SUM(CASE WHEN {condition} THEN 1 ELSE 0 END)";
        return $"""
            SELECT {key} AS Key, MIN(s.provider_en) AS English, COUNT(*) AS Resources, {Count(isPublic)} AS Published,
              {Count(isConnected)} AS Connected, {Count(isPublic + " AND s.is_shared = 1")} AS Shared,
              {Count(isPublic + " AND s.is_open = 1")} AS Open, {Count(isWritten)} AS Written,
              {Count(isWritten + " AND " + late)} AS Late, {Count("s.has_provider_code = 0")} AS Incomplete
            FROM catalog_summaries s JOIN catalog_resources r ON r.code = s.code
            LEFT JOIN catalog_writes w ON w.source = r.source
            WHERE {sees} GROUP BY {key} ORDER BY Resources DESC, {key}
            """;
    }

    // A write before this moment breaks the promise of the cycle; cycles that promise nothing are not there.
    private static string Late(DynamicParameters parameters, DateTimeOffset now)
    {
        var cases = "";
        foreach (var cycle in Enum.GetValues<UpdateCycle>())
        {
            if (Freshness.Longest(cycle) is not { } longest) continue;
            parameters.Add($"cycle{(int)cycle}", cycle.ToString());
            parameters.Add($"oldest{(int)cycle}", (now - longest).ToMicros());
            cases += $" WHEN @cycle{(int)cycle} THEN @oldest{(int)cycle}";
        }
        return $"w.last_write_at < CASE s.cycle{cases} ELSE 0 END";
    }

    private static string Sees(DynamicParameters parameters, IReadOnlyList<string> reach)
    {
        if (reach.Contains("")) return "1 = 1";
        var conditions = new List<string> { "r.published_number IS NOT NULL" };
        foreach (var prefix in reach)
        {
            parameters.Add($"reach{conditions.Count}", prefix + "%");
            conditions.Add($"s.region LIKE @reach{conditions.Count}");
        }
        return $"({string.Join(" OR ", conditions)})";
    }

    private static Coverage Of(CountedRow row, bool byTown) => new(
        row.Key, byTown ? null : new LocalText(row.Key, row.English), (int)row.Resources, (int)row.Published,
        (int)row.Connected, (int)row.Shared, (int)row.Open, (int)(row.Written - row.Late), (int)row.Late,
        (int)(row.Connected - row.Written), (int)row.Incomplete);
}

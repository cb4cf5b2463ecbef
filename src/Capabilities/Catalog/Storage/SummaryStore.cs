using System.Data;
using Dapper;
using Lingnan.Catalog.Contracts;
using Lingnan.Catalog.Model;
using Lingnan.Catalog.Search;
using Lingnan.Platform.Storage;

namespace Lingnan.Catalog.Storage;

/// <summary>What coverage counts, one row for each resource.</summary>
internal static class SummaryStore
{
    public const string Table = "catalog_summaries";

    public static IReadOnlyList<BulkColumn> Columns { get; } =
    [
        new("code", DbType.String), new("provider", DbType.String), new("provider_en", DbType.String),
        new("region", DbType.String), new("town", DbType.String), new("is_shared", DbType.Int64),
        new("is_open", DbType.Int64), new("cycle", DbType.String), new("has_provider_code", DbType.Int64),
    ];

    /// <summary>The summary of what is shown, in the order of <see cref="Columns"/>.</summary>
    public static object?[] Row(string code, ResourceDescription shown, string? region) =>
    [
        code, shown.Provider.Zh, shown.Provider.En, region, IndexedResource.Town(shown.Region),
        shown.Share == ShareClass.None ? 0L : 1L, shown.Open == OpenClass.None ? 0L : 1L, shown.Cycle.ToString(),
        shown.ProviderCode is null ? 0L : 1L,
    ];

    /// <summary>Brings the summary of a resource up to its stored versions.</summary>
    public static async Task KeepAsync(DbSession session, string code)
    {
        var resource = await ResourceStore.FindAsync(session, code);
        var row = Row(code, Descriptions.Read(resource!.Body), Descriptions.Read(resource.LatestBody).Region);
        await session.Connection.ExecuteAsync(
            """
            INSERT INTO catalog_summaries
              (code, provider, provider_en, region, town, is_shared, is_open, cycle, has_provider_code)
            VALUES (@code, @provider, @english, @region, @town, @isShared, @isOpen, @cycle, @hasCode)
            ON CONFLICT (code) DO UPDATE SET provider = excluded.provider, provider_en = excluded.provider_en,
              region = excluded.region, town = excluded.town, is_shared = excluded.is_shared,
              is_open = excluded.is_open, cycle = excluded.cycle, has_provider_code = excluded.has_provider_code
            """,
            new
            {
                code, provider = row[1], english = row[2], region = row[3], town = row[4],
                isShared = (int)(long)row[5]!, isOpen = (int)(long)row[6]!, cycle = row[7],
                hasCode = (int)(long)row[8]!,
            },
            session.Transaction);
    }

    /// <summary>Codes without a summary: those of a city that is older than summaries.</summary>
    public static async Task<IReadOnlyList<string>> MissingAsync(DbSession session, int limit) =>
    [
        .. await session.Connection.QueryAsync<string>(
            """
            SELECT r.code FROM catalog_resources r
            WHERE NOT EXISTS (SELECT 1 FROM catalog_summaries s WHERE s.code = r.code) LIMIT @limit
            """,
            new { limit }, session.Transaction),
    ];
}

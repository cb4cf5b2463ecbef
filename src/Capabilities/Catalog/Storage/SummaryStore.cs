using Dapper;
using Lingnan.Catalog.Contracts;
using Lingnan.Catalog.Model;
using Lingnan.Catalog.Search;
using Lingnan.Platform.Storage;

namespace Lingnan.Catalog.Storage;

/// <summary>What coverage counts, one row for each resource.</summary>
internal static class SummaryStore
{
    // Not by the quickest way of an engine: that has no column for a flag.
    private const string Put =
        """
        INSERT INTO catalog_summaries
          (code, provider, provider_en, region, town, is_shared, is_open, cycle, has_provider_code)
        VALUES (@Code, @Provider, @English, @Region, @Town, @IsShared, @IsOpen, @Cycle, @HasProviderCode)
        ON CONFLICT (code) DO UPDATE SET provider = excluded.provider, provider_en = excluded.provider_en,
          region = excluded.region, town = excluded.town, is_shared = excluded.is_shared,
          is_open = excluded.is_open, cycle = excluded.cycle, has_provider_code = excluded.has_provider_code
        """;

    public sealed record Summary(
        string Code, string Provider, string English, string? Region, string Town, int IsShared, int IsOpen,
        string Cycle, int HasProviderCode);

    /// <summary>The summary of what is shown.</summary>
    public static Summary Of(string code, ResourceDescription shown, string? region) => new(
        code, shown.Provider.Zh, shown.Provider.En, region, IndexedResource.Town(shown.Region),
        shown.Share == ShareClass.None ? 0 : 1, shown.Open == OpenClass.None ? 0 : 1, shown.Cycle.ToString(),
        shown.ProviderCode is null ? 0 : 1);

    public static Task PutAsync(DbSession session, IEnumerable<Summary> summaries) =>
        session.Connection.ExecuteAsync(Put, summaries, session.Transaction);

    /// <summary>Brings the summary of a resource up to its stored versions.</summary>
    public static async Task KeepAsync(DbSession session, string code)
    {
        var resource = (await ResourceStore.FindAsync(session, code))!;
        await PutAsync(
            session,
            [Of(code, Descriptions.Read(resource.Body), Descriptions.Read(resource.LatestBody).Region)]);
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

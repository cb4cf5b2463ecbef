using Dapper;
using Lingnan.Catalog.Contracts;
using Lingnan.Kernel;
using Lingnan.Platform.Storage;

namespace Lingnan.Catalog.Cascade;

/// <summary>A catalogue below as kept.</summary>
internal sealed class KeptReporter
{
    public string Region { get; init; } = "";
    public string? Address { get; init; }
    public long Position { get; init; }
    public long ReceivedAt { get; init; }
    public long? TriedAt { get; init; }
    public string? ErrorCode { get; init; }
    public string? ErrorDetail { get; init; }
    public long Refused { get; init; }
    public long Resources { get; init; }

    public Reporter ToReporter() => new(
        Region, Address, State, Position, ReceivedAt == 0 ? null : Instant.FromMicros(ReceivedAt),
        TriedAt is { } at ? Instant.FromMicros(at) : null,
        ErrorCode is null ? null : Error.Of(ErrorCode, ("detail", ErrorDetail ?? "")), Refused, Resources);

    private string State => ErrorCode is not null ? CascadeStates.Failed
        : Refused > 0 ? CascadeStates.Refused
        : ReceivedAt == 0 && TriedAt is null ? CascadeStates.Waiting
        : CascadeStates.Good;
}

/// <summary>Keeps where catalogues below are and how their last run went.</summary>
internal static class ReporterStore
{
    private const string Select =
        """
        SELECT r.region AS Region, r.address AS Address, r.last_position AS Position, r.received_at AS ReceivedAt,
          r.tried_at AS TriedAt, r.error_code AS ErrorCode, r.error_detail AS ErrorDetail, r.refused AS Refused,
          (SELECT COUNT(*) FROM catalog_reported c WHERE c.reporter = r.region) AS Resources
        FROM catalog_reporters r
        """;

    public static async Task<IReadOnlyList<KeptReporter>> AllAsync(DbSession session) =>
        [.. await session.Connection.QueryAsync<KeptReporter>(
            Select + " ORDER BY r.region", null, session.Transaction)];

    public static Task<KeptReporter?> FindAsync(DbSession session, string region) =>
        session.Connection.QuerySingleOrDefaultAsync<KeptReporter>(
            Select + " WHERE r.region = @region", new { region }, session.Transaction);

    public static Task SetAsync(DbSession session, string region, string? address) => session.Connection.ExecuteAsync(
        """
        INSERT INTO catalog_reporters (region, last_position, received_at, address) VALUES (@region, 0, 0, @address)
        ON CONFLICT (region) DO UPDATE SET address = excluded.address, error_code = NULL, error_detail = NULL
        """,
        new { region, address }, session.Transaction);

    public static Task NoteAsync(DbSession session, string region, long at, Error? error, long refused) =>
        session.Connection.ExecuteAsync(
            """
            UPDATE catalog_reporters SET tried_at = @at, error_code = @code, error_detail = @detail,
              refused = @refused WHERE region = @region
            """,
            new
            {
                region, at, refused, code = error?.Code,
                detail = error?.Args.GetValueOrDefault("detail")?.ToString(),
            }, session.Transaction);
}

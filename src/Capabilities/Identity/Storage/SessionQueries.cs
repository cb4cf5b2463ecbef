using Dapper;
using Lingnan.Identity.Model;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;

namespace Lingnan.Identity.Storage;

/// <summary>A session as the database knows it, with the caller it stands for.</summary>
internal sealed record StoredSession(string Id, string AccountId, Caller Caller, long LastUsedAt, long ExpiresAt);

/// <summary>The hottest reads of Identity: plain SQL, two look-ups by key.</summary>
internal static class SessionQueries
{
    private const string SessionSql = """
        SELECT s.id AS Id, s.account_id AS AccountId, s.last_used_at AS LastUsedAt, s.expires_at AS ExpiresAt,
               a.kind AS Kind, a.display_name AS Name, a.person_id AS PersonId, a.demo_id AS DemoId
        FROM identity_sessions s JOIN identity_accounts a ON a.id = s.account_id
        WHERE a.suspended_at IS NULL AND a.removed_at IS NULL AND
        """;

    public static Task<StoredSession?> FindSessionByTokenAsync(this DbSession session, string tokenHash, bool isDemo,
        CancellationToken cancellationToken) =>
        FindAsync(session, SessionSql + " s.token_hash = @key", tokenHash, isDemo, cancellationToken);

    public static Task<StoredSession?> FindSessionByIdAsync(this DbSession session, string id, bool isDemo,
        CancellationToken cancellationToken) =>
        FindAsync(session, SessionSql + " s.id = @key", id, isDemo, cancellationToken);

    private static async Task<StoredSession?> FindAsync(
        DbSession session, string sql, string key, bool isDemo, CancellationToken cancellationToken)
    {
        var row = await session.Connection.QuerySingleOrDefaultAsync<SessionAccount>(
            new CommandDefinition(sql, new { key }, session.Transaction, cancellationToken: cancellationToken));
        // Demo accounts are nobody outside a demonstration, whatever the database holds.
        if (row is null || (row.DemoId is not null && !isDemo)) return null;
        var kind = (CallerKind)row.Kind;
        IReadOnlyList<HeldPost> posts = kind == CallerKind.Officer
            ? await session.Map<IdentityContext>().PostsAsync([row.AccountId], cancellationToken)
            : [];
        var caller = Callers.Of(kind, row.AccountId, row.Name, row.PersonId, posts) with { SessionId = row.Id };
        return new StoredSession(row.Id, row.AccountId, caller, row.LastUsedAt, row.ExpiresAt);
    }

    // Dapper fills properties; positional records would demand the exact integer width of each engine.
    private sealed class SessionAccount
    {
        public string Id { get; init; } = "";
        public string AccountId { get; init; } = "";
        public long LastUsedAt { get; init; }
        public long ExpiresAt { get; init; }
        public int Kind { get; init; }
        public string Name { get; init; } = "";
        public string? PersonId { get; init; }
        public string? DemoId { get; init; }
    }
}

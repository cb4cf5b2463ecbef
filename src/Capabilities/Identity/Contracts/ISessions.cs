using Lingnan.Kernel;
using Lingnan.Platform.Permissions;

namespace Lingnan.Identity.Contracts;

/// <summary>A session's secret, shown once.</summary>
/// <param name="Token">Opaque bearer token; the database keeps only its hash.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="Caller">Who it stands for.</param>
public sealed record NewSession(string Token, DateTimeOffset ExpiresAt, Caller Caller);

/// <summary>A session as shown to its owner.</summary>
public sealed record SessionInfo(
    string Id, string Client, DateTimeOffset StartedAt, DateTimeOffset LastUsedAt, bool IsCurrent);

/// <summary>Sign-in and sessions, the same for cookie and bearer.</summary>
public interface ISessions
{
    /// <summary>Name of the cookie that carries the token in browsers.</summary>
    const string CookieName = "lingnan-session";

    /// <summary>Signs in by name (officers) or by resident number or mobile (citizens).
    /// Hashing runs off the request path behind a bounded queue; failures lock the account for a growing time and never
    /// tell which part was wrong.</summary>
    Task<Result<NewSession>> SignInAsync(
        string userName, string password, string client, string? remoteAddress,
        CancellationToken cancellationToken = default);
    /// <summary>Signs in as a demo role by one click; refused unless the city is a demonstration.</summary>
    Task<Result<NewSession>> SignInDemoAsync(
        string demoId, string client, CancellationToken cancellationToken = default);
    /// <summary>The caller of a token; <see cref="Caller.Nobody"/> when unknown, ended,
    /// or its account removed.</summary>
    ValueTask<Caller> ResolveAsync(string token, CancellationToken cancellationToken = default);
    /// <summary>Ends a session.</summary>
    Task EndAsync(Caller caller, string sessionId, CancellationToken cancellationToken = default);
    /// <summary>The caller's own sessions.</summary>
    Task<IReadOnlyList<SessionInfo>> ListAsync(Caller caller, CancellationToken cancellationToken = default);
    /// <summary>The demo roles that one click signs in as; empty in production.</summary>
    IReadOnlyList<DemoAccount> DemoAccounts { get; }
}

/// <summary>A demo sign-in.</summary>
/// <param name="Id">Id for <see cref="ISessions.SignInDemoAsync"/>, e.g. <c>citizen</c>, <c>town-officer</c>,
/// <c>data-manager</c>, <c>administrator</c>.</param>
/// <param name="UserName">Sign-in name, printed by <c>up</c>.</param>
/// <param name="Password">Password of the demonstration, printed by <c>up</c>.</param>
/// <param name="Title">Role in words.</param>
/// <param name="Next">What to do next, one sentence.</param>
/// <param name="HomePath">Page to open after sign-in.</param>
public sealed record DemoAccount(
    string Id, string UserName, string Password, LocalText Title, LocalText Next, string HomePath);

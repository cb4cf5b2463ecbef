using Lingnan.Identity.Contracts;
using Lingnan.Identity.Features;
using Lingnan.Identity.Sessions;
using Lingnan.Kernel;
using Lingnan.Platform.Permissions;

namespace Lingnan.Identity;

/// <summary>The table of contents of what can be done with sessions.</summary>
internal sealed class SignedInSessions(SignIn signIn, EndSessions end, SessionStore store, DemoAccounts demo)
    : ISessions
{
    public IReadOnlyList<DemoAccount> DemoAccounts => demo.Offered;

    public Task<Result<NewSession>> SignInAsync(
        string userName, string password, string client, string? remoteAddress, CancellationToken cancellationToken) =>
        signIn.RunAsync(userName, password, new Origin(Cut(client), remoteAddress), cancellationToken);

    public Task<Result<NewSession>> SignInDemoAsync(string demoId, string client,
        CancellationToken cancellationToken) =>
        signIn.RunDemoAsync(demoId, new Origin(Cut(client), null), cancellationToken);

    public ValueTask<Caller> ResolveAsync(string token, CancellationToken cancellationToken) =>
        store.ResolveTokenAsync(token, cancellationToken);

    public Task EndAsync(Caller caller, string sessionId, CancellationToken cancellationToken) =>
        end.EndAsync(caller, sessionId, cancellationToken);

    public Task<IReadOnlyList<SessionInfo>> ListAsync(Caller caller, CancellationToken cancellationToken) =>
        end.ListAsync(caller, cancellationToken);

    private static string Cut(string? client)
    {
        var kept = new string([.. (client ?? "").Where(c => !char.IsControl(c)).Take(IdentityLimits.ClientLength)]);
        return kept.Trim();
    }
}

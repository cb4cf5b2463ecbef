using Lingnan.Identity.Contracts;
using Lingnan.Kernel;
using Lingnan.Platform.Permissions;

namespace Lingnan.Host.City;

/// <summary>Sessions that also know the token of the command line.</summary>
internal sealed class LocalSessions(ISessions accounts, LocalToken local) : ISessions
{
    private static readonly Caller CommandLine = Caller.System("command line");

    public IReadOnlyList<DemoAccount> DemoAccounts => accounts.DemoAccounts;

    public ValueTask<Caller> ResolveAsync(string token, CancellationToken cancellationToken = default) =>
        local.Matches(token) ? ValueTask.FromResult(CommandLine) : accounts.ResolveAsync(token, cancellationToken);

    public Task<Result<NewSession>> SignInAsync(
        string userName, string password, string client, string? remoteAddress,
        CancellationToken cancellationToken = default) =>
        accounts.SignInAsync(userName, password, client, remoteAddress, cancellationToken);

    public Task<Result<NewSession>> SignInDemoAsync(
        string demoId, string client, CancellationToken cancellationToken = default) =>
        accounts.SignInDemoAsync(demoId, client, cancellationToken);

    public Task EndAsync(Caller caller, string sessionId, CancellationToken cancellationToken = default) =>
        accounts.EndAsync(caller, sessionId, cancellationToken);

    public Task<IReadOnlyList<SessionInfo>> ListAsync(Caller caller, CancellationToken cancellationToken = default) =>
        accounts.ListAsync(caller, cancellationToken);
}

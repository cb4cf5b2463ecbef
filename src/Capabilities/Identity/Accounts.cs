using Lingnan.Identity.Contracts;
using Lingnan.Identity.Features;
using Lingnan.Kernel;
using Lingnan.Platform.Permissions;
using Microsoft.AspNetCore.Http;

namespace Lingnan.Identity;

/// <summary>The table of contents of what can be done with accounts.</summary>
internal sealed class Accounts(
    ListAccounts list, CreateOfficer create, SuspendAccount suspend, GivePosts give, ResetPassword reset,
    RemoveAccount remove,
    ConfirmCitizen confirm, SignUp signUp, SetPassword setPassword, IHttpContextAccessor http) : IAccounts
{
    public IReadOnlyList<Role> Roles => Model.Roles.All;

    public Task<Result<AccountPage>> ListAsync(
        Caller caller, string? search, CallerKind? kind, string? cursor, int limit,
        CancellationToken cancellationToken) =>
        list.RunAsync(caller, new AccountQuery(search, kind, cursor, limit), cancellationToken);

    public Task<Result<Account>> GetAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        list.GetAsync(caller, id, cancellationToken);

    public Task<Result<NewAccount>> CreateOfficerAsync(Caller caller, NewOfficer officer,
        CancellationToken cancellationToken) =>
        create.RunAsync(caller, officer, cancellationToken);

    public Task<Result<Done>> SetActiveAsync(Caller caller, string id, bool active,
        CancellationToken cancellationToken) =>
        suspend.RunAsync(caller, id, active, cancellationToken);

    public Task<Result<Done>> SetPostsAsync(
        Caller caller, string id, IReadOnlyList<NewPost> posts, CancellationToken cancellationToken) =>
        give.RunAsync(caller, id, posts, cancellationToken);

    public Task<Result<string>> ResetPasswordAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        reset.RunAsync(caller, id, cancellationToken);

    public Task<Result<Done>> RemoveAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        remove.RunAsync(caller, id, cancellationToken);

    public Task<Result<Done>> ConfirmAtCounterAsync(
        Caller caller, string id, string evidence, CancellationToken cancellationToken) =>
        confirm.RunAsync(caller, id, evidence, cancellationToken);

    public Task<Result<Account>> SignUpAsync(CitizenSignUp asked, CancellationToken cancellationToken) =>
        signUp.RunAsync(asked, RemoteAddress, cancellationToken);

    public Task<Result<Done>> ChangePasswordAsync(
        Caller caller, string oldPassword, string newPassword, CancellationToken cancellationToken) =>
        setPassword.ChangeAsync(caller, oldPassword, newPassword, new Origin("", RemoteAddress), cancellationToken);

    public Task<Result<Done>> SetPasswordByLinkAsync(
        string oneTimeToken, string newPassword, CancellationToken cancellationToken) =>
        setPassword.ByLinkAsync(oneTimeToken, newPassword, cancellationToken);

    private string? RemoteAddress => http.HttpContext?.Connection.RemoteIpAddress?.ToString();
}

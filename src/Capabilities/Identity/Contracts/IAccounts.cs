using Lingnan.Kernel;
using Lingnan.Platform.Permissions;

namespace Lingnan.Identity.Contracts;

/// <summary>An account as shown to administrators.</summary>
/// <param name="Id">Id (<c>a_…</c>).</param>
/// <param name="UserName">Sign-in name; for citizens it is masked.</param>
/// <param name="DisplayName">Name of the person.</param>
/// <param name="Kind">Officer or citizen.</param>
/// <param name="Level">Assurance of a citizen: 1 = number and name matched the register, 2 = confirmed at a counter;
/// 0 for officers.</param>
/// <param name="PersonId">Person record (<c>p_…</c>), or null.</param>
/// <param name="Posts">Posts held.</param>
/// <param name="IsActive">False when suspended.</param>
/// <param name="LockedUntil">Locked out until, or null.</param>
/// <param name="LastSignInAt">Last sign-in, or null.</param>
public sealed record Account(
    string Id, string UserName, string DisplayName, CallerKind Kind, int Level, string? PersonId,
    IReadOnlyList<Post> Posts, bool IsActive, DateTimeOffset? LockedUntil, DateTimeOffset? LastSignInAt);

/// <summary>A post: a role held in a unit. Its data scope is the unit's region.</summary>
/// <param name="UnitId">Organisation unit.</param>
/// <param name="UnitName">Its title in the reader's language.</param>
/// <param name="RoleId">Role.</param>
/// <param name="RoleName">Its title in the reader's language.</param>
/// <param name="RegionPrefix">Region the post reaches (<c>""</c> = the whole city).</param>
public sealed record Post(string UnitId, string UnitName, string RoleId, string RoleName, string RegionPrefix);

/// <summary>A role: a named set of permissions.</summary>
/// <param name="Id">Id, kebab-case.</param>
/// <param name="Title">Title.</param>
/// <param name="Permissions">Codes of permissions.</param>
public sealed record Role(string Id, LocalText Title, IReadOnlyList<string> Permissions);

/// <summary>Accounts of officers and citizens.</summary>
public interface IAccounts
{
    /// <summary>A page of accounts; <paramref name="search"/> matches name or sign-in name from its
    /// beginning.</summary>
    Task<Result<AccountPage>> ListAsync(
        Caller caller, string? search, CallerKind? kind, string? cursor, int limit,
        CancellationToken cancellationToken = default);
    /// <summary>One account; everyone sees their own.</summary>
    Task<Result<Account>> GetAsync(Caller caller, string id, CancellationToken cancellationToken = default);
    /// <summary>Makes an officer's account; the answer holds a one-time link to set the password.</summary>
    Task<Result<NewAccount>> CreateOfficerAsync(
        Caller caller, NewOfficer officer, CancellationToken cancellationToken = default);
    /// <summary>Suspends or restores; a suspended account's sessions and tokens end at once.</summary>
    Task<Result<Done>> SetActiveAsync(
        Caller caller, string id, bool active, CancellationToken cancellationToken = default);
    /// <summary>Replaces the posts.</summary>
    Task<Result<Done>> SetPostsAsync(
        Caller caller, string id, IReadOnlyList<NewPost> posts, CancellationToken cancellationToken = default);
    /// <summary>Makes a new one-time link to set the password.</summary>
    Task<Result<string>> ResetPasswordAsync(Caller caller, string id, CancellationToken cancellationToken = default);
    /// <summary>Removes the account: sessions end, sign-in is impossible, audit keeps its name.</summary>
    Task<Result<Done>> RemoveAsync(Caller caller, string id, CancellationToken cancellationToken = default);
    /// <summary>Counter confirmation: raises a citizen to level 2 after an officer saw the identity card.</summary>
    Task<Result<Done>> ConfirmAtCounterAsync(
        Caller caller, string id, string evidence, CancellationToken cancellationToken = default);
    /// <summary>Citizen sign-up: number and name are checked against the register of persons;
    /// the answer never tells which was wrong.</summary>
    Task<Result<Account>> SignUpAsync(CitizenSignUp signUp, CancellationToken cancellationToken = default);
    /// <summary>Changes the caller's own password; other sessions end.</summary>
    Task<Result<Done>> ChangePasswordAsync(
        Caller caller, string oldPassword, string newPassword, CancellationToken cancellationToken = default);
    /// <summary>Sets a password by a one-time link (new officer, reset, first administrator).</summary>
    Task<Result<Done>> SetPasswordByLinkAsync(
        string oneTimeToken, string newPassword, CancellationToken cancellationToken = default);
    /// <summary>All roles.</summary>
    IReadOnlyList<Role> Roles { get; }
}

/// <summary>One page of accounts.</summary>
public sealed record AccountPage(IReadOnlyList<Account> Items, string? Next);
/// <summary>A new officer.</summary>
public sealed record NewOfficer(string UserName, string DisplayName, IReadOnlyList<NewPost> Posts);
/// <summary>A post to give.</summary>
public sealed record NewPost(string UnitId, string RoleId);
/// <summary>A made account and the path (<c>/set-password?token=…</c>) to hand to its owner.</summary>
public sealed record NewAccount(Account Account, string OneTimePath);
/// <summary>A citizen's sign-up.</summary>
public sealed record CitizenSignUp(string ResidentId, string Name, string Mobile, string Password);

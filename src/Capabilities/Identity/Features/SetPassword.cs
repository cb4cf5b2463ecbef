using Lingnan.Identity.Model;
using Lingnan.Identity.Passwords;
using Lingnan.Identity.Sessions;
using Lingnan.Identity.Storage;
using Lingnan.Kernel;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Lingnan.Identity.Features;

/// <summary>Sets a password: one's own by the old one, or by a one-time link.</summary>
internal sealed class SetPassword(
    IDatabase database, PasswordQueue queue, PasswordVault vault, CheckPassword checkPassword, SessionStore sessions,
    TimeProvider time)
{
    public async Task<Result<Done>> ChangeAsync(
        Caller caller, string oldPassword, string newPassword, Origin origin, CancellationToken cancellationToken)
    {
        if (caller.Kind is not (CallerKind.Citizen or CallerKind.Officer)) return new Error(IdentityErrors.Forbidden);
        var account = await checkPassword.RunAsync(
            accounts => accounts.Where(a => a.Id == caller.AccountId), oldPassword, origin, cancellationToken);
        if (!account.IsOk)
            return account.Error.Code == IdentityErrors.SignInRefused ? new Error(IdentityErrors.PasswordWrong)
                : account.Error;
        if (oldPassword == newPassword) return new Error(IdentityErrors.PasswordUnchanged);
        if (PasswordRules.Check(newPassword, account.Value.UserName,
            account.Value.DisplayName) is { } weak) return weak;
        var hash = await queue.RunAsync(() => Task.FromResult(vault.Hash(newPassword)), cancellationToken);
        if (!hash.IsOk) return hash.Error;

        await using var session = await database.WriteAsync(cancellationToken);
        if (await session.LockAsync(caller.AccountId, cancellationToken) is not { IsActive: true } row)
            return new Error(IdentityErrors.AccountNotFound);
        await KeepAsync(session, row, hash.Value, caller.SessionId, cancellationToken);
        session.Audit(Details.Entry(caller, "identity.password-changed", row));
        await session.CommitAsync(cancellationToken);
        sessions.Forget(row.Id);
        return Done.Value;
    }

    public async Task<Result<Done>> ByLinkAsync(string token, string newPassword, CancellationToken cancellationToken)
    {
        // Weak passwords are refused before the link is used up; the link is judged again under lock below.
        if (await FindOwnerAsync(token, cancellationToken) is not { } owner)
            return new Error(IdentityErrors.LinkInvalid);
        if (PasswordRules.Check(newPassword, owner.UserName, owner.DisplayName) is { } weak) return weak;
        var hash = await queue.RunAsync(() => Task.FromResult(vault.Hash(newPassword)), cancellationToken);
        if (!hash.IsOk) return hash.Error;

        await using var session = await database.WriteAsync(cancellationToken);
        var map = session.Map<IdentityContext>();
        if (await session.LockAsync(owner.Id, cancellationToken) is not { } row
            || await UsableAsync(map, token, cancellationToken) is not { } link)
            return new Error(IdentityErrors.LinkInvalid);
        link.UsedAt = time.GetUtcNow().ToMicros();
        await KeepAsync(session, row, hash.Value, null, cancellationToken);
        session.Audit(Details.Entry(Callers.Of(row, []), "identity.password-set-by-link", row));
        await session.CommitAsync(cancellationToken);
        sessions.Forget(row.Id);
        return Done.Value;
    }

    private async Task<AccountRow?> FindOwnerAsync(string token, CancellationToken cancellationToken)
    {
        if (!Secrets.LooksLikeToken(token)) return null;
        await using var session = await database.ReadAsync(cancellationToken);
        var map = session.Map<IdentityContext>();
        return await UsableAsync(map, token, cancellationToken) is { } link
            ? await map.Accounts.SingleOrDefaultAsync(a => a.Id == link.AccountId && a.RemovedAt == null,
                cancellationToken)
            : null;
    }

    private Task<OneTimeLinkRow?> UsableAsync(IdentityContext map, string token, CancellationToken cancellationToken)
    {
        var hash = Secrets.Hash(token);
        var now = time.GetUtcNow().ToMicros();
        return map.Links.SingleOrDefaultAsync(
            l => l.TokenHash == hash && l.UsedAt == null && l.ExpiresAt > now, cancellationToken);
    }

    private static async Task KeepAsync(
        DbSession session, AccountRow row, string hash, string? keepSession, CancellationToken cancellationToken)
    {
        row.PasswordHash = hash;
        row.Failures = 0;
        row.LockedUntilAt = null;
        // Whoever knew the old password is out.
        await EndSessions.EndAllAsync(session.Map<IdentityContext>(), row.Id, keepSession, cancellationToken);
    }
}

using Dapper;
using Lingnan.Identity.Model;
using Lingnan.Identity.Passwords;
using Lingnan.Identity.Storage;
using Lingnan.Kernel;
using Lingnan.Platform;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Lingnan.Identity.Features;

/// <summary>Where a password attempt came from, for the log.</summary>
internal sealed record Origin(string Client, string? RemoteAddress);

/// <summary>
/// Judges a password. Whatever the answer, one hash is computed and one error is given, so that neither time nor words
/// tell whether the name exists, the password was wrong or the account is locked. Who knows the password of an account
/// that an erasure closed is told so.
/// </summary>
internal sealed class CheckPassword(
    IDatabase database, PasswordQueue queue, PasswordVault vault, IAuditLog auditLog, CityOptions city,
    TimeProvider time)
{
    /// <summary>The account whose password it is.</summary>
    public async Task<Result<AccountRow>> RunAsync(
        Func<IQueryable<AccountRow>, IQueryable<AccountRow>> whose, string password, Origin origin,
        CancellationToken cancellationToken, string? mark = null)
    {
        var judged =
            await queue.RunAsync(() => JudgeAsync(whose, mark, password, origin, cancellationToken), cancellationToken);
        return judged.Then(j => j);
    }

    private async Task<Result<AccountRow>> JudgeAsync(
        Func<IQueryable<AccountRow>, IQueryable<AccountRow>> whose, string? mark, string password, Origin origin,
        CancellationToken cancellationToken)
    {
        var account = await FindAsync(whose, cancellationToken);
        var closed = account is null && mark is not null ? await ClosedAsync(mark, cancellationToken) : null;
        // Longer texts than any password are not worth hashing, and are wrong anyway.
        var matches = password.Length <= IdentityLimits.PasswordLengthMax
            && vault.Verify(account is null ? closed : account.PasswordHash, password);
        var reason = account is null ? closed is not null && matches ? "closed" : "unknown"
            : account.SuspendedAt is not null ? "suspended"
            : account.DemoId is not null && !city.IsDemo ? "demo"
            : account.LockedUntilAt > time.GetUtcNow().ToMicros() ? "locked"
            : matches ? null
            : "password";
        if (reason is null) return account!;
        if (reason == "password") await CountFailureAsync(account!.Id, origin, cancellationToken);
        else await auditLog.AppendAsync(Refused(account, reason, origin, null), cancellationToken);
        return new Error(reason == "closed" ? IdentityErrors.AccountClosed : IdentityErrors.SignInRefused);
    }

    private async Task<AccountRow?> FindAsync(
        Func<IQueryable<AccountRow>, IQueryable<AccountRow>> whose, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        var accounts = session.Map<IdentityContext>().Accounts.Where(a => a.RemovedAt == null);
        return await whose(accounts).SingleOrDefaultAsync(cancellationToken);
    }

    // The password that an account had before its person was erased.
    private async Task<string?> ClosedAsync(string mark, CancellationToken cancellationToken)
    {
        var since = (time.GetUtcNow() - IdentityLimits.ClosedAccountsTold).ToMicros();
        await using var session = await database.ReadAsync(cancellationToken);
        return await session.Connection.QueryFirstOrDefaultAsync<string>(new CommandDefinition(
            "SELECT password_hash FROM identity_closed_accounts WHERE (resident_mark = @mark OR mobile_mark = @mark) "
            + "AND closed_at >= @since ORDER BY closed_at DESC LIMIT 1", new { mark, since }, session.Transaction,
            cancellationToken: cancellationToken));
    }

    private async Task CountFailureAsync(string accountId, Origin origin, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        if (await session.LockAsync(accountId, cancellationToken) is not { } account) return;
        account.Failures++;
        var lockFor = LockoutPolicy.After(account.Failures);
        if (lockFor > TimeSpan.Zero) account.LockedUntilAt = (time.GetUtcNow() + lockFor).ToMicros();
        session.Audit(Refused(account, "password", origin, account.Failures));
        await session.CommitAsync(cancellationToken);
    }

    // The name that was typed is not logged: people type their password into the wrong box.
    private static AuditEntry Refused(AccountRow? account, string reason, Origin origin, int? failures) => new()
    {
        Caller = Caller.Nobody,
        Action = "identity.sign-in-refused",
        Object = account?.Reference ?? "identity:account/unknown",
        SubjectId = account?.PersonId,
        DetailJson = Details.Json(new { reason, failures, origin.Client, origin.RemoteAddress }),
    };
}

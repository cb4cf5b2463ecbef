using Dapper;
using Lingnan.Identity.Storage;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Lingnan.Identity.Features;

/// <summary>Closes the account of a person who is erased, in the session that erases them.</summary>
internal sealed class ClosePersonAccounts(TimeProvider time)
{
    public async Task RunAsync(
        DbSession session, string personId, Caller caller, CancellationToken cancellationToken)
    {
        var map = session.Map<IdentityContext>();
        var row = await map.Accounts.SingleOrDefaultAsync(a => a.PersonId == personId, cancellationToken);
        if (row is null) return;
        var now = time.GetUtcNow().ToMicros();
        await KeepMarksAsync(session, row, now, cancellationToken);
        session.Audit(Details.Entry(caller, "identity.account-closed", row));
        await EndSessions.EndAllAsync(map, row.Id, null, cancellationToken);
        map.Posts.RemoveRange(await map.Posts.Where(p => p.AccountId == row.Id).ToListAsync(cancellationToken));
        map.Links.RemoveRange(await map.Links.Where(l => l.AccountId == row.Id).ToListAsync(cancellationToken));
        row.RemovedAt = now;
        // Not even the name stays: it is the person's, and entries of the log name the account by its id.
        row.DisplayName = row.Id;
        (row.UserName, row.PasswordHash, row.PersonId, row.DemoId) = (null, null, null, null);
        (row.ResidentIndex, row.ResidentMasked, row.MobileIndex, row.MobileMasked) = (null, null, null, null);
        (row.LastSignInAt, row.LockedUntilAt, row.Failures) = (null, null, 0);
        await map.SaveChangesAsync(cancellationToken);
    }

    private static async Task KeepMarksAsync(
        DbSession session, AccountRow row, long now, CancellationToken cancellationToken)
    {
        var old = now - (long)IdentityLimits.ClosedAccountsTold.TotalMicroseconds;
        await session.Connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM identity_closed_accounts WHERE closed_at < @old; "
            + "DELETE FROM identity_moved_persons WHERE account_id = @Id", new { old, row.Id }, session.Transaction,
            cancellationToken: cancellationToken));
        if (row.PasswordHash is null) return;
        await session.Connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO identity_closed_accounts (account_id, resident_mark, mobile_mark, password_hash, closed_at)
            VALUES (@Id, @ResidentIndex, @MobileIndex, @PasswordHash, @now)
            """,
            new { row.Id, row.ResidentIndex, row.MobileIndex, row.PasswordHash, now }, session.Transaction,
            cancellationToken: cancellationToken));
    }
}

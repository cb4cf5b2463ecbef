using Dapper;
using Lingnan.Identity.Contracts;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;

namespace Lingnan.Identity.Features;

/// <summary>Lets accounts follow person records that are merged, parted and erased.</summary>
internal sealed class MovePersonAccounts(ClosePersonAccounts close) : IPersonAccounts
{
    public Task CloseAsync(
        DbSession session, string personId, Caller caller, CancellationToken cancellationToken) =>
        close.RunAsync(session, personId, caller, cancellationToken);

    public async Task MoveAsync(
        DbSession session, string move, string from, string to, CancellationToken cancellationToken)
    {
        var moved = await ExecuteAsync(
            session,
            """
            INSERT INTO identity_moved_persons (move, account_id, from_person, to_person)
            SELECT @move, id, @from, @to FROM identity_accounts WHERE person_id = @from
            AND NOT EXISTS (SELECT 1 FROM identity_accounts WHERE person_id = @to)
            """,
            new { move, from, to }, cancellationToken);
        if (moved == 0) return;
        await ExecuteAsync(
            session, "UPDATE identity_accounts SET person_id = @to WHERE person_id = @from", new { from, to },
            cancellationToken);
    }

    public async Task MoveBackAsync(DbSession session, string move, CancellationToken cancellationToken)
    {
        await ExecuteAsync(
            session,
            """
            UPDATE identity_accounts SET person_id =
              (SELECT m.from_person FROM identity_moved_persons m WHERE m.move = @move)
            WHERE EXISTS (SELECT 1 FROM identity_moved_persons m
              WHERE m.move = @move AND m.account_id = identity_accounts.id
              AND m.to_person = identity_accounts.person_id)
            """,
            new { move }, cancellationToken);
        await ExecuteAsync(
            session, "DELETE FROM identity_moved_persons WHERE move = @move", new { move }, cancellationToken);
    }

    private static Task<int> ExecuteAsync(
        DbSession session, string sql, object values, CancellationToken cancellationToken) =>
        session.Connection.ExecuteAsync(new CommandDefinition(
            sql, values, session.Transaction, cancellationToken: cancellationToken));
}

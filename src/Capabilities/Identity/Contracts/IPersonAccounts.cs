using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;

namespace Lingnan.Identity.Contracts;

/// <summary>Which person record a citizen's account belongs to, for whoever finds that two records are one
/// person, or erases one.</summary>
public interface IPersonAccounts
{
    /// <summary>Gives the account of one record to another, in the session of the caller. Where the other record has an
    /// account too, each keeps its own. Sessions that are open follow within five seconds.</summary>
    /// <param name="session">A write session.</param>
    /// <param name="move">Name under which it can be taken back; used once.</param>
    /// <param name="from">Person record the account has.</param>
    /// <param name="to">Person record it is to have.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task MoveAsync(DbSession session, string move, string from, string to, CancellationToken cancellationToken);

    /// <summary>Takes a move back, unless the account was removed or moved on since.</summary>
    Task MoveBackAsync(DbSession session, string move, CancellationToken cancellationToken);

    /// <summary>Closes the account of a person who is erased, in the session of the caller: its personal data goes, its
    /// sessions end (at the latest within five seconds), and whoever signs in with its password is told why it is
    /// closed. Nothing happens where the person has none.</summary>
    Task CloseAsync(DbSession session, string personId, Caller caller, CancellationToken cancellationToken);
}

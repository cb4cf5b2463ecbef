using Lingnan.Identity.Contracts;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;

namespace Lingnan.Host.City;

/// <summary>With a person goes their account.</summary>
internal sealed class ErasedPersons(IPersonAccounts accounts) : IErasureFollower
{
    public Task ErasedAsync(
        DbSession session, string subjectId, Caller caller, CancellationToken cancellationToken) =>
        accounts.CloseAsync(session, subjectId, caller, cancellationToken);
}

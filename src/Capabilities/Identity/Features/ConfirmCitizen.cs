using Lingnan.Identity.Contracts;
using Lingnan.Identity.Storage;
using Lingnan.Kernel;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;

namespace Lingnan.Identity.Features;

/// <summary>Raises a citizen to level 2 after an officer saw the person and the identity card.</summary>
internal sealed class ConfirmCitizen(IDatabase database)
{
    public async Task<Result<Done>> RunAsync(Caller caller, string id, string evidence,
        CancellationToken cancellationToken)
    {
        if (!caller.Has(IdentityPermissions.Confirm)) return new Error(IdentityErrors.Forbidden);
        evidence = evidence?.Trim() ?? "";
        if (evidence.Length is < 2 or > IdentityLimits.EvidenceLength || evidence.Any(char.IsControl))
            return Error.Of(IdentityErrors.AccountEvidence, ("max", IdentityLimits.EvidenceLength));
        await using var session = await database.WriteAsync(cancellationToken);
        if (await session.LockAsync(id, cancellationToken) is not { } row)
            return new Error(IdentityErrors.AccountNotFound);
        if (row.Kind != CallerKind.Citizen) return new Error(IdentityErrors.AccountNotCitizen);
        if (row.Level >= 2) return new Error(IdentityErrors.AccountConfirmed);
        row.Level = 2;
        // The officer's words stand as the purpose, so that the person can read why their level was raised.
        session.Audit(Details.Entry(caller, "identity.citizen-confirmed", row) with { Purpose = evidence });
        await session.CommitAsync(cancellationToken);
        return Done.Value;
    }
}

using Lingnan.Identity.Contracts;
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

/// <summary>A citizen makes an account, linked to the person record that number and name match.</summary>
internal sealed class SignUp(
    IDatabase database, IEnumerable<IPersonRegister> registers, PasswordQueue queue, PasswordVault vault,
    CitizenIndex citizens,
    SignUpBrake brake, IAuditLog auditLog, CityOptions city, IdSource ids, TimeProvider time)
{
    private sealed record Checked(ResidentId Number, string Name, MobileNumber Mobile, string Password);

    public async Task<Result<Account>> RunAsync(CitizenSignUp signUp, string? remoteAddress,
        CancellationToken cancellationToken)
    {
        var judged = Check(signUp);
        if (!judged.IsOk) return judged.Error;
        var asked = judged.Value;
        if (registers.FirstOrDefault() is not { } register) return new Error(IdentityErrors.SignUpClosed);

        var index = citizens.Of(asked.Number);
        if (brake.IsOn(index, IdentityLimits.SignUpMismatches)
            || (remoteAddress is not null && brake.IsOn(remoteAddress, IdentityLimits.SignUpMismatchesOfAddress)))
            return new Error(IdentityErrors.SignUpTooMany);
        // A made-up number of the demonstrations is nobody's, whatever a register may hold.
        if (asked.Number.IsSynthetic && !city.IsDemo) return await RefuseAsync(index, remoteAddress, cancellationToken);
        // Hashed before the match, so that a match takes no longer than a mismatch.
        var hash = await queue.RunAsync(() => Task.FromResult(vault.Hash(asked.Password)), cancellationToken);
        if (!hash.IsOk) return hash.Error;
        if (await register.MatchAsync(asked.Number, asked.Name, cancellationToken) is not { } personId)
            return await RefuseAsync(index, remoteAddress, cancellationToken);
        return await StoreAsync(asked, index, personId, hash.Value, cancellationToken);
    }

    private static Result<Checked> Check(CitizenSignUp signUp)
    {
        var number = ResidentId.Parse(signUp.ResidentId);
        if (!number.IsOk) return number.Error;
        var mobile = MobileNumber.Parse(signUp.Mobile);
        if (!mobile.IsOk) return mobile.Error;
        var name = signUp.Name?.Trim() ?? "";
        if (name.Length == 0 || !UserNames.IsPlain(name)) return new Error(IdentityErrors.AccountName);
        var weak = PasswordRules.Check(signUp.Password ?? "", name, number.Value.ToString(), mobile.Value.ToString());
        return weak is null ? new Checked(number.Value, name, mobile.Value, signUp.Password!) : weak;
    }

    private async Task<Error> RefuseAsync(string index, string? remoteAddress, CancellationToken cancellationToken)
    {
        brake.Mismatch(index);
        if (remoteAddress is not null) brake.Mismatch(remoteAddress);
        await auditLog.AppendAsync(new AuditEntry
        {
            Caller = Caller.Nobody,
            Action = "identity.sign-up-refused",
            Object = "identity:account/unknown",
            DetailJson = Details.Json(new { reason = "mismatch", remoteAddress }),
        }, cancellationToken);
        return new Error(IdentityErrors.SignUpMismatch);
    }

    private async Task<Result<Account>> StoreAsync(
        Checked asked, string index, string personId, string hash, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        var map = session.Map<IdentityContext>();
        var mobileIndex = citizens.Of(asked.Mobile);
        if (await map.Accounts.AnyAsync(a => a.PersonId == personId || a.ResidentIndex == index, cancellationToken))
            return new Error(IdentityErrors.SignUpDuplicate);
        if (await map.Accounts.AnyAsync(a => a.MobileIndex == mobileIndex, cancellationToken))
            return new Error(IdentityErrors.SignUpMobileTaken);

        var row = new AccountRow
        {
            Id = ids.Next("a"),
            Kind = CallerKind.Citizen,
            DisplayName = asked.Name,
            ResidentIndex = index,
            ResidentMasked = asked.Number.ToMasked(),
            MobileIndex = mobileIndex,
            MobileMasked = asked.Mobile.ToMasked(),
            PersonId = personId,
            Level = 1,
            PasswordHash = hash,
            CreatedAt = time.GetUtcNow().ToMicros(),
        };
        map.Accounts.Add(row);
        session.Audit(Details.Entry(Callers.Of(row, []), "identity.citizen-signed-up", row));
        session.Publish(new CitizenSignedUp(row.Id, personId));
        try { await session.CommitAsync(cancellationToken); }
        catch (DbUpdateException race) when (race.IsDuplicate()) { return new Error(IdentityErrors.SignUpDuplicate); }
        return AccountQueries.View(row, []);
    }
}

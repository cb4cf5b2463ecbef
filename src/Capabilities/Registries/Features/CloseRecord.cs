using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Features;

/// <summary>Closes a row: it leaves lists and frees its key, its history stays.</summary>
internal sealed class CloseRecord(RegisterTables tables, IDatabase database, RowStore store)
{
    public async Task<Result<Done>> RunAsync(
        RegistryDeclaration register, string id, int? expectedVersion, string reason, Caller caller,
        CancellationToken cancellationToken)
    {
        if (!caller.Has(RegistriesPermissions.Write)) return RegistriesErrors.WriteForbidden();
        if (TextRules.Trim(reason) is not { } why) return RegistriesErrors.ReasonMissing();
        if (UpsertRecord.CheckReason(why) is { } bad) return bad;
        var table = tables.Of(register);
        await using var session = await database.WriteAsync(cancellationToken);
        var existing = (await RowCommands.FindAsync(session, table, "id", [id], cancellationToken)).FirstOrDefault();
        if (existing is null) return RegistriesErrors.RowNotFound();
        if (!caller.Has(RegistriesPermissions.Write, Cells.Region(table, existing.Cells)))
            return RegistriesErrors.OutOfReach();
        if (existing.ClosedAt is not null) return RegistriesErrors.RowClosed();
        if (expectedVersion is { } expected && expected != existing.Version)
            return RegistriesErrors.VersionMismatch(expected, existing.Version);
        await store.CloseAsync(
            session, register, existing, new BatchOptions { Caller = caller, Reason = why }, cancellationToken);
        await session.CommitAsync(cancellationToken);
        return Done.Value;
    }
}

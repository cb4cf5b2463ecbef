using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Features;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Sources;

/// <summary>Takes back what a source says of a row, or of some rows.</summary>
internal sealed class WithdrawSource(RegisterTables tables, IDatabase database, SourceWrites writes)
{
    public async Task<Result<Done>> RunAsync(
        RegistryDeclaration register, string id, string source, string reason, Caller caller,
        CancellationToken cancellationToken)
    {
        if (!caller.Has(RegistriesPermissions.Write)) return RegistriesErrors.WriteForbidden();
        if (SourceRules.Check(register, source) is { } unknown) return unknown;
        if (TextRules.Trim(reason) is not { } why) return RegistriesErrors.ReasonMissing();
        if (UpsertRecord.CheckReason(why) is { } bad) return bad;
        return await LostRaces.RunAsync(async _ =>
        {
            await using var session = await database.WriteAsync(cancellationToken);
            var told = await ApplyAsync(session, register, [id], source, why, caller, cancellationToken);
            if (told.IsOk) await session.CommitAsync(cancellationToken);
            return told;
        });
    }

    /// <summary>Withdraws from rows inside a session; the first refusal is told, and the session is to be let
    /// go.</summary>
    public async Task<Result<Done>> ApplyAsync(
        DbSession session, RegistryDeclaration register, IReadOnlyList<string> rows, string source, string reason,
        Caller caller, CancellationToken cancellationToken)
    {
        var table = tables.Of(register);
        var stored = await RowCommands.FindAsync(session, table, "id", rows, cancellationToken);
        if (stored.Count < rows.Count) return RegistriesErrors.RowNotFound();
        foreach (var row in stored)
            if (!caller.Has(RegistriesPermissions.Write, Cells.Region(table, row.Cells)))
                return RegistriesErrors.OutOfReach();
        if (stored.Any(r => r.ClosedAt is not null)) return RegistriesErrors.RowClosed();
        var options = new BatchOptions { Caller = caller, Reason = reason };
        var written = await writes.WithdrawAsync(session, table, stored, source, options, cancellationToken);
        if (written.Count == 0) return SourceErrors.NotLinked(source);
        return written.FirstOrDefault(w => w.Outcome == RowOutcome.Refused) is { } refused
            ? refused.Faults[0].Error
            : Done.Value;
    }
}

using System.Text.Json;
using Lingnan.Catalog.Contracts;
using Lingnan.Catalog.Model;
using Lingnan.Catalog.Storage;
using Lingnan.Kernel;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;

namespace Lingnan.Catalog.Features;

/// <summary>Makes a resource with its code, and writes drafts.</summary>
internal sealed class WriteResource(IDatabase database, TimeProvider time)
{
    private const int SequenceDigits = 6;

    public async Task<Result<CatalogOutcome>> CreateAsync(
        ResourceDescription raw, string? reason, Caller caller, CancellationToken cancellationToken)
    {
        var description = Descriptions.Tidy(raw);
        if (!caller.Has(CatalogPermissions.Edit, description.Region)) return CatalogErrors.EditForbidden();
        if (reason?.Length > CatalogLimits.ReasonMax) return CatalogErrors.ReasonTooLong();
        if (DescriptionRules.Stopping(DescriptionRules.Check(description)) is { Count: > 0 } faults)
            return new CatalogOutcome(null, faults);
        await using var session = await database.WriteAsync(cancellationToken);
        var code = await AddAsync(session, description, null, ResourceState.Draft, caller, reason);
        if (!code.IsOk) return code.Error;
        var made = await ResourceStore.FindAsync(session, code.Value);
        await session.CommitAsync(cancellationToken);
        return new CatalogOutcome(made!.ToResource(true, time.GetUtcNow()), []);
    }

    /// <summary>Adds a resource in the session: its code, its first version, its entry in the log.</summary>
    public async Task<Result<string>> AddAsync(
        DbSession session, ResourceDescription description, string? source, ResourceState state, Caller caller,
        string? reason)
    {
        var prefix = description.Classification;
        var sequence = await ResourceStore.NextSequenceAsync(session, prefix);
        if (sequence >= Math.Pow(10, SequenceDigits)) return CatalogErrors.SequenceFull(prefix);
        var code = Codes.Of(prefix, sequence);
        var at = time.GetUtcNow().ToMicros();
        var change = await ResourceStore.NextChangeAsync(session);
        await ResourceStore.AddAsync(session, code, source, state, at, change);
        await ResourceStore.WriteVersionAsync(
            session, code, 1, Descriptions.Write(description), caller.Name, reason, at);
        if (state == ResourceState.Published) await ResourceStore.PublishVersionAsync(session, code, 1, at);
        await SummaryStore.KeepAsync(session, code);
        session.Audit(Entry(caller, "catalog.created", code, 1, reason));
        return code;
    }

    public async Task<Result<CatalogOutcome>> EditAsync(
        string code, ResourceDescription raw, long? expectedVersion, string? reason, Caller caller,
        CancellationToken cancellationToken)
    {
        var description = Descriptions.Tidy(raw);
        if (reason?.Length > CatalogLimits.ReasonMax) return CatalogErrors.ReasonTooLong();
        await using var session = await database.WriteAsync(cancellationToken);
        var held = await ResourceStore.HoldAsync(session, Codes.Canonical(code));
        if (held is null || !Sight.Sees(held, caller)) return CatalogErrors.NotFound();
        // From one region to another takes the right in both.
        if (!caller.Has(CatalogPermissions.Edit, Descriptions.Read(held.LatestBody).Region)
            || !caller.Has(CatalogPermissions.Edit, description.Region)) return CatalogErrors.EditForbidden();
        if (held.ReportedBy is { } reporter) return CatalogErrors.Reported(reporter);
        if (expectedVersion is { } expected && expected != held.Version)
            return CatalogErrors.VersionMismatch(expected, held.Version);
        if (Lifecycle.Next(held.State, ResourceAction.Edit) is not { } next)
            return CatalogErrors.NotPossible(held.State, ResourceAction.Edit);
        var fixedTo = Descriptions.Read(held.Body).Classification;
        if (description.Classification != fixedTo) return CatalogErrors.ClassificationFixed(fixedTo);
        if (DescriptionRules.Stopping(DescriptionRules.Check(description)) is { Count: > 0 } faults)
            return new CatalogOutcome(null, faults);
        await DraftAsync(session, held, next, description, caller, reason);
        var written = await ResourceStore.FindAsync(session, held.Code);
        await session.CommitAsync(cancellationToken);
        return new CatalogOutcome(written!.ToResource(true, time.GetUtcNow()), []);
    }

    /// <summary>Writes the draft: the one there is, or the next version beside what is published.</summary>
    public async Task DraftAsync(
        DbSession session, StoredResource held, ResourceState next, ResourceDescription description, Caller caller,
        string? reason)
    {
        var number = Lifecycle.HasDraft(held.State) ? held.LatestNumber : held.LatestNumber + 1;
        var at = time.GetUtcNow().ToMicros();
        await ResourceStore.WriteVersionAsync(
            session, held.Code, number, Descriptions.Write(description), caller.Name, reason, at);
        var change = await ResourceStore.NextChangeAsync(session);
        await ResourceStore.MoveAsync(
            session, held, next, held.PublishedNumber, number, held.PublishedAt, at, change);
        await SummaryStore.KeepAsync(session, held.Code);
        session.Audit(Entry(caller, "catalog.edit", held.Code, number, reason));
    }

    public static AuditEntry Entry(Caller caller, string action, string code, long number, string? reason) => new()
    {
        Caller = caller, Action = action, Object = $"catalog:{code}",
        DetailJson = JsonSerializer.Serialize(new { number, reason }),
    };
}

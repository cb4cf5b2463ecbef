using Lingnan.Catalog.Contracts;
using Lingnan.Catalog.Model;
using Lingnan.Catalog.Storage;
using Lingnan.Kernel;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;

namespace Lingnan.Catalog.Features;

/// <summary>Hands in, sends back, publishes, drops and withdraws.</summary>
internal sealed class MoveResource(IDatabase database, TimeProvider time)
{
    public async Task<Result<CatalogOutcome>> RunAsync(
        string code, ResourceAction action, long? expectedVersion, string? reason, Caller caller,
        CancellationToken cancellationToken)
    {
        var why = reason?.Trim() is { Length: > 0 } text ? text : null;
        if (why?.Length > CatalogLimits.ReasonMax) return CatalogErrors.ReasonTooLong();
        await using var session = await database.WriteAsync(cancellationToken);
        var held = await ResourceStore.HoldAsync(session, Codes.Canonical(code));
        if (held is null || !Sight.Sees(held, caller)) return CatalogErrors.NotFound();
        var draft = Descriptions.Read(held.LatestBody);
        if (Refusal(action, draft.Region, caller) is { } refusal) return refusal;
        if (held.ReportedBy is { } reporter) return CatalogErrors.Reported(reporter);
        if (expectedVersion is { } expected && expected != held.Version)
            return CatalogErrors.VersionMismatch(expected, held.Version);
        // Edit has its own way: it carries a description.
        if (action == ResourceAction.Edit || Lifecycle.Next(held.State, action) is not { } next)
            return CatalogErrors.NotPossible(held.State, action);
        if (action is ResourceAction.Return or ResourceAction.Withdraw && why is null)
            return CatalogErrors.ReasonMissing();
        if (action == ResourceAction.Submit && DescriptionRules.CheckWhole(draft) is { Count: > 0 } faults)
            return new CatalogOutcome(null, faults);
        await MoveAsync(session, held, action, next);
        session.Audit(WriteResource.Entry(
            caller, $"catalog.{action.ToString().ToLowerInvariant()}", held.Code, held.LatestNumber, why));
        var moved = await ResourceStore.FindAsync(session, held.Code);
        await session.CommitAsync(cancellationToken);
        return new CatalogOutcome(moved!.ToResource(true, time.GetUtcNow()), []);
    }

    /// <summary>Why the caller may not, or null.</summary>
    public static Error? Refusal(ResourceAction action, string? region, Caller caller) => action switch
    {
        ResourceAction.Edit or ResourceAction.Submit or ResourceAction.Discard =>
            caller.Has(CatalogPermissions.Edit, region) ? null : CatalogErrors.EditForbidden(),
        ResourceAction.Return => caller.Has(CatalogPermissions.Review, region) ? null : CatalogErrors.ReviewForbidden(),
        _ => caller.Has(CatalogPermissions.Publish, region) ? null : CatalogErrors.PublishForbidden(),
    };

    private async Task MoveAsync(DbSession session, StoredResource held, ResourceAction action, ResourceState next)
    {
        var at = time.GetUtcNow().ToMicros();
        var (published, latest, publishedAt) = (held.PublishedNumber, held.LatestNumber, held.PublishedAt);
        if (action == ResourceAction.Publish)
        {
            await ResourceStore.PublishVersionAsync(session, held.Code, held.LatestNumber, at);
            (published, publishedAt) = (held.LatestNumber, at);
        }
        var dropsDraft = action is ResourceAction.Discard or ResourceAction.Withdraw
            && published is { } kept && kept != latest;
        if (dropsDraft) latest = published!.Value;
        if (action == ResourceAction.Withdraw) published = null;
        var change = await ResourceStore.NextChangeAsync(session);
        await ResourceStore.MoveAsync(session, held, next, published, latest, publishedAt, at, change);
        // The number of a dropped draft is given again: nobody outside has seen it.
        if (dropsDraft) await ResourceStore.DropDraftAsync(session, held.Code, held.LatestNumber);
        await SummaryStore.KeepAsync(session, held.Code);
    }
}

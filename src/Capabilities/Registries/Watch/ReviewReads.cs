using System.Globalization;
using System.Text.Json;
using Lingnan.Kernel;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Features;
using Lingnan.Registries.Model;

namespace Lingnan.Registries.Watch;

/// <summary>Where unusual reads are looked at and decided.</summary>
internal sealed class ReviewReads(
    IDatabase database, FollowReads follow, QuestionReads questions, MonotonicClock clock) : IReadReviews
{
    public async Task<Result<ReadFindings>> ListAsync(
        string state, string? cursor, int limit, Caller caller, string? rule = null,
        CancellationToken cancellationToken = default)
    {
        if (!caller.Has(RegistriesPermissions.ReviewReads)) return WatchErrors.Forbidden();
        var before = long.MaxValue;
        if (cursor is not null && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before))
            return RegistriesErrors.BadCursor();
        if (!FindingStates.All.Contains(state)) return WatchErrors.UnknownState();
        limit = Math.Clamp(limit, 1, WatchLimits.PageMax);
        await using var session = await database.ReadAsync(cancellationToken);
        var found = await FindingStore.ListAsync(session, state, rule, before, limit + 1);
        var page = found.Take(limit).ToList();
        return new ReadFindings(
            [.. page.Select(f => f.ToFinding())],
            found.Count > limit ? page[^1].Seq.ToString(CultureInfo.InvariantCulture) : null);
    }

    public async Task<Result<ReadFindingDetail>> GetAsync(
        string id, Caller caller, CancellationToken cancellationToken = default)
    {
        if (!caller.Has(RegistriesPermissions.ReviewReads)) return WatchErrors.Forbidden();
        await using var session = await database.ReadAsync(cancellationToken);
        if (await FindingStore.FindAsync(session, id) is not { } kept) return WatchErrors.NotFound();
        return new ReadFindingDetail(
            kept.ToFinding(), await AuditFeed.AtAsync(session, kept.Positions.ToList(), cancellationToken));
    }

    public async Task<Result<ReadFinding>> DecideAsync(
        string id, string decision, string reason, Caller caller, CancellationToken cancellationToken = default)
    {
        if (!caller.Has(RegistriesPermissions.ReviewReads)) return WatchErrors.Forbidden();
        if (decision is not (FindingStates.Explained or FindingStates.Escalated)) return WatchErrors.UnknownDecision();
        if (TextRules.Trim(reason) is not { } why) return RegistriesErrors.ReasonMissing();
        if (UpsertRecord.CheckReason(why) is { } bad) return bad;
        await using var session = await database.WriteAsync(cancellationToken);
        if (await FindingStore.FindAsync(session, id) is not { } kept) return WatchErrors.NotFound();
        if (kept.AccountId == caller.AccountId) return WatchErrors.Own();
        var isNext = kept.State == FindingStates.Open
            || (kept.State == FindingStates.Escalated && decision == FindingStates.Explained);
        if (!isNext) return WatchErrors.Decided();
        await FindingStore.DecideAsync(session, id, decision, why, caller, clock.Now().ToMicros());
        session.Audit(new AuditEntry
        {
            Caller = caller, Action = $"registries.reads-{decision}", Object = id,
            DetailJson = JsonSerializer.Serialize(new { account = kept.AccountId, rule = kept.Rule, reason = why }),
        });
        var decided = (await FindingStore.FindAsync(session, id))!.ToFinding();
        await session.CommitAsync(cancellationToken);
        return decided;
    }

    public async Task<Result<long>> LookAsync(Caller caller, CancellationToken cancellationToken = default) =>
        caller.Has(RegistriesPermissions.ReviewReads)
            ? await follow.RunAsync(cancellationToken)
            : WatchErrors.Forbidden();

    public Task<Result<ReadFinding>> AskAsync(
        long position, string question, Caller caller, CancellationToken cancellationToken = default) =>
        questions.AskAsync(position, question, caller, cancellationToken);

    public Task<IReadOnlyList<ReadFinding>> AskedAsync(
        Caller caller, CancellationToken cancellationToken = default) =>
        questions.AskedAsync(caller, cancellationToken);
}

using System.Text.Json;
using Lingnan.Kernel;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Features;
using Lingnan.Registries.Storage;
using Lingnan.Registries.Watch.Model;

namespace Lingnan.Registries.Watch;

/// <summary>
/// Follows the log of reads and keeps what a person should look at. The position moves in the transaction that keeps
/// what was found up to it, so a fall in between loses nothing and finds nothing twice.
/// </summary>
internal sealed class FollowReads(
    RegisterTables tables, IDatabase database, KnownFaces faces, IdSource ids, MonotonicClock clock)
{
    private static readonly Caller Watch = Caller.System("registries.read-watch");

    // Exports are not here: each is one act with a permission and an entry of its own.
    private static readonly string[] Single = [ReadLog.ReadAction, ReadLog.HistoryAction, ReadLog.ChangesAction];

    /// <summary>Looks at everything that came since the last look; returns the number of entries.</summary>
    public async Task<long> RunAsync(CancellationToken cancellationToken)
    {
        var looked = 0L;
        int some;
        do
        {
            some = await LookAsync(cancellationToken);
            looked += some;
        }
        while (some == WatchLimits.Batch);
        return looked;
    }

    private async Task<int> LookAsync(CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        var position = await WatchStore.LockPositionAsync(session);
        var entries = await AuditFeed.AfterAsync(session, position, WatchLimits.Batch, cancellationToken);
        if (entries.Count == 0)
        {
            session.Unaudited("nothing new in the log");
            return 0;
        }
        var reads = entries.Where(IsWatched).ToList();
        await WatchStore.AddAsync(session, await PlaceAsync(session, reads, cancellationToken), cancellationToken);
        foreach (var account in reads.GroupBy(r => r.CallerId, StringComparer.Ordinal))
            await JudgeAsync(session, [.. account], position, cancellationToken);
        if (reads.Count > 0)
            await WatchStore.ForgetAsync(session, reads[^1].At.AddDays(-WatchLimits.Days - 1));
        await WatchStore.MoveAsync(session, entries[^1].Sequence);
        session.Unaudited("the watch follows the log; what it finds has entries of its own");
        await session.CommitAsync(cancellationToken);
        return entries.Count;
    }

    private static bool IsWatched(AuditRecord entry) =>
        entry is { CallerKind: CallerKind.Officer, SubjectId: not null } && Single.Contains(entry.Action);

    private async Task JudgeAsync(
        DbSession session, IReadOnlyList<AuditRecord> fresh, long position, CancellationToken cancellationToken)
    {
        var last = fresh[^1];
        var reads = await WatchStore.ReadsAsync(session, last.CallerId, last.At.AddDays(-WatchLimits.Days));
        var today = CityTime.DayOf(fresh[0].At);
        await WatchStore.KeepDaysAsync(
            session, last.CallerId, Habits.ByDay(reads).Where(d => d.Key >= today));
        var past = await WatchStore.PastAsync(session, last.CallerId, today);
        var suspicions = ReadRuleBook.Judge(reads, position, past)
            .Concat(await faces.JudgeAsync(session, fresh, reads, cancellationToken));
        foreach (var suspicion in suspicions)
        {
            var id = ids.Next("rf");
            if (await FindingStore.KeepAsync(session, id, last, suspicion, clock.Now().ToMicros()))
                session.Audit(new AuditEntry
                {
                    Caller = Watch, Action = "registries.reads-flagged", Object = id,
                    DetailJson = JsonSerializer.Serialize(
                        new { account = last.CallerId, rule = suspicion.Rule, persons = suspicion.Persons }),
                });
        }
    }

    // The region is that of the row as it stands now: the log keeps no values.
    private async Task<IReadOnlyList<(AuditRecord, string, string, string?)>> PlaceAsync(
        DbSession session, IReadOnlyList<AuditRecord> reads, CancellationToken cancellationToken)
    {
        var placed = new List<(AuditRecord, string, string, string?)>(reads.Count);
        foreach (var group in reads.Select(r => (Entry: r, Parts: r.Object.Split('/', 2))).GroupBy(r => r.Parts[0]))
        {
            var regions = tables.Find(group.Key) is { Register.RegionField: { } field } table
                ? await RowFacts.FindAsync(
                    session, table, [field], group.Select(r => r.Parts[^1]), cancellationToken)
                : new Dictionary<string, string?[]>();
            placed.AddRange(group.Select(r =>
                (r.Entry, group.Key, r.Parts[^1], regions.GetValueOrDefault(r.Parts[^1])?[0])));
        }
        return placed;
    }
}

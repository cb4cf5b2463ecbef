using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Features;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Relations;

/// <summary>Walks breadth-first, every level and relation by one statement, or along a declared path.</summary>
internal sealed class WalkRelations(
    RegisterTables tables, RelationMap map, HopReader hops, RecordViews views, IDatabase database, ReadLog log,
    TimeProvider time)
{
    public async Task<Result<WalkAnswer>> RunAsync(
        RegistryDeclaration register, string id, WalkQuestion question, Caller caller,
        CancellationToken cancellationToken)
    {
        var reading = new Reading(caller, question, CityTime.Today(time));
        var table = tables.Of(register);
        WalkAnswer answer;
        await using (var session = await database.ReadAsync(cancellationToken))
        {
            var start = await StartRow.FindAsync(session, views, table, id, reading, cancellationToken);
            if (!start.IsOk) return start.Error;
            if (question.Depth is < 1 or > RelationLimits.DepthMax) return RelationErrors.Depth();
            var path = PathOf(register, question.Path);
            if (!path.IsOk) return path.Error;
            var state = new WalkState();
            var place = new Place(table, start.Value.Row);
            state.Start(place, RelationTexts.Title(table, start.Value.View));
            var walk = new Walk(hops, session, reading, state);
            if (question.Path is null)
                await walk.RoamAsync([place], _ => true, map, question.Depth, cancellationToken);
            else
                await walk.PathAsync(place, path.Value, map, question.Depth, cancellationToken);
            answer = state.Answer(start.Value);
        }
        await reading.TellAsync(log, cancellationToken);
        return answer;
    }

    // A step must begin where the one before it ends.
    private Result<IReadOnlyList<PathStep>> PathOf(RegistryDeclaration register, string? path)
    {
        var steps = new List<PathStep>();
        var at = register;
        foreach (var word in path?.Split('/', RelationLimits.DepthMax + 1) ?? [])
        {
            if (steps.Count == RelationLimits.DepthMax) return RelationErrors.Depth();
            var isRepeated = word.EndsWith('*');
            if (map.Find(at, word.TrimEnd('*')) is not { } hop || (isRepeated && hop.From != hop.To))
                return RelationErrors.Unknown(word);
            steps.Add(new(hop, isRepeated));
            at = hop.To.Register;
        }
        return steps;
    }
}

/// <summary>A step of a declared path.</summary>
internal sealed record PathStep(Hop Hop, bool IsRepeated);

/// <summary>One walk.</summary>
internal sealed class Walk(HopReader hops, DbSession session, Reading reading, WalkState state)
{
    /// <summary>Goes every allowed way from the places until nothing new is met or the depth is reached; returns all
    /// places, those it began at first.</summary>
    public async Task<IReadOnlyList<Place>> RoamAsync(
        IReadOnlyList<Place> from, Func<Hop, bool> isAllowed, RelationMap map, int depth,
        CancellationToken cancellationToken)
    {
        var met = from.ToDictionary(p => p.Name, StringComparer.Ordinal);
        var level = from;
        for (var step = 1; level.Count > 0; step++)
        {
            var next = new List<Place>();
            foreach (var rows in level.GroupBy(p => p.Table))
                foreach (var hop in map.From(rows.Key.Register).Where(isAllowed))
                {
                    if (step > depth)
                    {
                        if (await LeadsOnAsync(hop, [.. rows], met, cancellationToken)) state.Limits.Add("depth");
                        continue;
                    }
                    foreach (var place in await StepAsync(hop, [.. rows], step, cancellationToken))
                        if (met.TryAdd(place.Name, place)) next.Add(place);
                }
            level = next;
        }
        return [.. met.Values];
    }

    public async Task PathAsync(
        Place start, IReadOnlyList<PathStep> path, RelationMap map, int depth, CancellationToken cancellationToken)
    {
        IReadOnlyList<Place> at = [start];
        for (var i = 0; i < path.Count && at.Count > 0; i++)
            at = path[i].IsRepeated
                ? await RoamAsync(at, h => h == path[i].Hop, map, depth, cancellationToken)
                : await StepAsync(path[i].Hop, at, i + 1, cancellationToken);
        foreach (var place in at) state.End(place);
    }

    private async Task<IReadOnlyList<Place>> StepAsync(
        Hop hop, IReadOnlyList<Place> from, int depth, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(hop, from, cancellationToken);
        if (found.IsCut) state.Limits.Add("fan-out");
        return [.. found.All.Select(f => state.Follow(hop, f, depth)).OfType<Place>().DistinctBy(p => p.Name)];
    }

    // Whether the depth cut anything off is only known by looking one step on.
    private async Task<bool> LeadsOnAsync(
        Hop hop, IReadOnlyList<Place> from, Dictionary<string, Place> met, CancellationToken cancellationToken) =>
        (await ReadAsync(hop, from, cancellationToken)).All.Any(
            f => !f.IsHidden && !met.ContainsKey(new Place(hop.To, f.Far!).Name));

    private Task<FoundRelations> ReadAsync(
        Hop hop, IReadOnlyList<Place> from, CancellationToken cancellationToken) => hops.ReadAsync(
        session, hop, [.. from.Select(p => p.Row)], reading, RelationLimits.FanOutMax, null, false, cancellationToken);
}

using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Features;
using Lingnan.Registries.Relations.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Relations;

/// <summary>Who holds an entity, through all chains.</summary>
internal sealed class FollowShares(
    RegisterTables tables, RelationMap map, HopReader hops, RecordViews views, IDatabase database, ReadLog log,
    TimeProvider time)
{
    public async Task<Result<ShareAnswer>> RunAsync(
        RegistryDeclaration register, string id, RelationQuestion question, Caller caller,
        CancellationToken cancellationToken)
    {
        var reading = new Reading(caller, question, CityTime.Today(time));
        var table = tables.Of(register);
        ShareAnswer answer;
        await using (var session = await database.ReadAsync(cancellationToken))
        {
            var start = await StartRow.FindAsync(session, views, table, id, reading, cancellationToken);
            if (!start.IsOk) return start.Error;
            var ways = map.From(register).Where(h => h is { IsInverse: false, Relation.Share: not null }).ToList();
            if (ways.Count == 0) return RelationErrors.NoShares();
            var state = new ShareState(table, start.Value);
            var level = new List<StoredRow> { start.Value.Row };
            for (var depth = 0; level.Count > 0 && depth < RelationLimits.ShareDepthMax; depth++)
                level = await LevelAsync(session, ways, level, reading, state, cancellationToken);
            if (level.Count > 0) state.Limits.Add("depth");
            answer = state.Answer();
        }
        await reading.TellAsync(log, cancellationToken);
        return answer;
    }

    // The holders of all entities of a level; those that are entities themselves make the next one.
    private async Task<List<StoredRow>> LevelAsync(
        DbSession session, IReadOnlyList<Hop> ways, List<StoredRow> level, Reading reading, ShareState state,
        CancellationToken cancellationToken)
    {
        var links = new Dictionary<string, (Hop Hop, FoundRelation Found)>(StringComparer.Ordinal);
        foreach (var hop in ways)
        {
            var found = await hops.ReadAsync(
                session, hop, level, reading, RelationLimits.FanOutMax, null, true, cancellationToken);
            if (found.IsCut) state.Limits.Add("fan-out");
            foreach (var one in found.All)
                if (!links.TryGetValue(one.Held.Id, out var known) || known.Found.Far is null)
                    links[one.Held.Id] = (hop, one);
        }
        state.Open(level);
        return state.Take(links.Values);
    }
}

/// <summary>Chains of holders as far as they were followed.</summary>
internal sealed class ShareState
{
    private const string Hidden = "hidden";
    private const string Unknown = "unknown";
    private const string Circular = "circular";
    private const string Cut = "cut";

    private readonly PhysicalTable _table;
    private readonly StartRow _start;
    private readonly Dictionary<string, Dictionary<string, double>> _holders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Register, string Id, string? Title)> _shown =
        new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredRow> _entities = new(StringComparer.Ordinal);

    public ShareState(PhysicalTable table, StartRow start)
    {
        (_table, _start) = (table, start);
        _entities[Name(start.Row.Id)] = start.Row;
        _shown[Name(start.Row.Id)] = (table.Register.Name, start.Row.Id, RelationTexts.Title(table, start.View));
    }

    public SortedSet<string> Limits { get; } = new(StringComparer.Ordinal);

    public void Open(IEnumerable<StoredRow> level)
    {
        foreach (var row in level) _holders[Name(row.Id)] = new(StringComparer.Ordinal);
    }

    /// <summary>Takes up the links of a level, and returns the entities that are met first.</summary>
    public List<StoredRow> Take(IEnumerable<(Hop Hop, FoundRelation Found)> links)
    {
        var next = new List<StoredRow>();
        foreach (var (hop, found) in links)
        {
            if (found.HeldView is not { } view || RelationTexts.Share(hop, view) is not { } share || share <= 0)
                continue;
            var holders = _holders[Name(found.Near.Id)];
            var holder = Holder(hop, found, view, next);
            holders[holder] = holders.GetValueOrDefault(holder) + (double)share / 100;
        }
        return next;
    }

    public ShareAnswer Answer()
    {
        var flow = new ShareFlow();
        // An entity of which no holder is known is an end, as a person is; so is one that was not reached.
        foreach (var (entity, holders) in _holders)
            if (holders.Count > 0 || entity == Name(_start.Row.Id)) flow.Add(entity, holders);
        var parts = flow.Solve(Name(_start.Row.Id), Unknown, Circular);
        var direct = _holders[Name(_start.Row.Id)];
        var circles = new Circles([.. _holders.SelectMany(e => e.Value.Keys.Select(h => (e.Key, h)))]);
        var cut = parts.Where(p => IsCut(p.Key)).Sum(p => p.Value);
        var holdings = parts.Where(p => p.Value > 1e-9 && _shown.ContainsKey(p.Key) && !IsCut(p.Key))
            .OrderByDescending(p => p.Value).ThenBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => Of(p.Key, p.Value, direct, circles));
        return new(
            _start.Row.Id, _start.MergedFrom, [.. holdings], Percent(parts.GetValueOrDefault(Hidden)),
            Percent(parts.GetValueOrDefault(Unknown)), Percent(parts.GetValueOrDefault(Circular)),
            Percent(cut + parts.GetValueOrDefault(Cut)), [.. Limits], flow.IsOverfull);
    }

    private Holding Of(
        string name, double part, Dictionary<string, double> direct, Circles circles)
    {
        var (register, id, title) = _shown[name];
        var isHeld = _holders.TryGetValue(name, out var holders) && holders.Count > 0;
        return new(
            register, id, title, Percent(part), direct.TryGetValue(name, out var own) ? Percent(own) : null,
            !isHeld, isHeld && holders!.Keys.Any(h => circles.Holds(name, h)));
    }

    private string Holder(Hop hop, FoundRelation found, RecordView view, List<StoredRow> next)
    {
        if (found.Far is null)
        {
            // Named, but no row of ours: shown by the link, if that shows the name.
            var title = RelationTexts.Title(hop.Holder, view);
            var link = $"{hop.Holder.Register.Name}/{found.Held.Id}";
            if (title is null) return Hidden;
            _shown[link] = (hop.Holder.Register.Name, found.Held.Id, title);
            return link;
        }
        if (found.IsHidden) return Hidden;
        var name = $"{hop.To.Register.Name}/{found.Far.Id}";
        _shown[name] = (hop.To.Register.Name, found.Far.Id, RelationTexts.Title(hop.To, found.FarView!));
        if (hop.To != _table || _entities.ContainsKey(name)) return name;
        if (_entities.Count >= RelationLimits.EntitiesMax)
        {
            Limits.Add("nodes");
            return Cut;
        }
        _entities[name] = found.Far;
        next.Add(found.Far);
        return name;
    }

    private bool IsCut(string name) => _entities.ContainsKey(name) && !_holders.ContainsKey(name);

    private string Name(string id) => $"{_table.Register.Name}/{id}";

    private static decimal Percent(double part) => Math.Round((decimal)part * 100, 6);
}

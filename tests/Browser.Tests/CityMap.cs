using System.Net;
using System.Text.RegularExpressions;

namespace Lingnan.Browser.Tests;

/// <summary>Pages of the city that can be reached by links, and who reaches them.</summary>
public sealed partial class CityMap
{
    /// <summary>Nobody, then those who see most.</summary>
    public static readonly string[] Callers = ["", "citizen", "data-manager", "administrator", "auditor"];

    /// <summary>No link leads to these by design: a one-time letter, an error, a wrong address.</summary>
    private static readonly string[] Unlinked =
    [
        "/set-password?token=none", "/problems/registries.row.not-found", "/console/not-found",
        // A city begins without doubles: nothing leads to a pair or a merge before one is found.
        "/console/matching/cases/none", "/console/merge/population/person", "/console/merges/none",
        "/console/sources/doubts/none", "/console/read-findings/none",
        // Nor has a citizen anything to ask about before an officer has read of them.
        "/me/readers/question?entry=1",
        // Only a register of areas leads to the pages that judge a layer, and it is not among the first of its kind.
        "/console/registers/places/town-area",
        // Only rows of persons lead to consents and erasure; other rows are not to take all places before them.
        "/console/registers/population/person",
    ];

    // A register has many rows of one kind, and so has a list.
    private const int PagesOfOneKind = 4;
    private const int LinksOfOneKind = 2;

    private readonly Dictionary<string, List<Stop>> _stops = [];

    /// <summary>A page and the first who may see it.</summary>
    public sealed record Stop(string Caller, string Path);

    /// <summary>Every page reached.</summary>
    public IEnumerable<Stop> Stops => _stops.Values.SelectMany(s => s);

    /// <summary>Pages of one address.</summary>
    public IReadOnlyList<Stop> Of(string address) => _stops.GetValueOrDefault(address) ?? [];

    /// <summary>Follows the links of the portal and the console as each caller.</summary>
    public static async Task<CityMap> DrawAsync(BrowserRun run)
    {
        var map = new CityMap();
        foreach (var caller in Callers) await map.FollowAsync(await run.AsAsync(caller, Look.Usual), caller);
        return map;
    }

    private async Task FollowAsync(Visitor visitor, string caller)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var next = new Queue<string>(["/", .. Unlinked, .. caller.Length == 0 ? [] : new[] { "/me", "/console" }]);
        while (next.TryDequeue(out var link))
        {
            var path = link.Split('?', '#')[0];
            if (PageAddresses.Of(path) is not { } address || !seen.Add(path)) continue;
            if (!Wanted(address, caller)) continue;
            var answer = await visitor.Http.GetAsync(link);
            // A page that sends a stranger to sign in, or refuses a role, is not this caller's.
            if (new Uri(answer.Url).AbsolutePath != path || answer.Status is 401 or 403) continue;
            Keep(address, new Stop(caller, link));
            var links = Link().Matches(await answer.TextAsync()).Select(m => WebUtility.HtmlDecode(m.Groups[1].Value));
            var kinds = links.Distinct(StringComparer.Ordinal).GroupBy(l => PageAddresses.Of(l.Split('?', '#')[0]));
            foreach (var kind in kinds)
                foreach (var one in kind.Take(LinksOfOneKind)) next.Enqueue(one);
        }
    }

    private bool Wanted(string address, string caller) =>
        address is "/" or "/console" || Of(address) is not { Count: > 0 } known
            || (known[0].Caller == caller && known.Count < PagesOfOneKind);

    private void Keep(string address, Stop stop)
    {
        if (!_stops.TryGetValue(address, out var stops)) _stops[address] = stops = [];
        stops.Add(stop);
    }

    [GeneratedRegex("<a [^>]*href=\"(/[^\"]*)\"")]
    private static partial Regex Link();
}

namespace Lingnan.Registries.Relations.Model;

/// <summary>Follows one hundred shares of an entity from owner to owner. Pure. Each share of an entity goes to one of
/// its holders as its own shares do, again and again, until it comes to one that is no entity or of whom nothing is
/// known. What is told of a holder is how many of the shares ever come to it: along a chain that is the product of the
/// shares, over several chains their sum, and with entities that hold themselves or one another it is the limit of that
/// sum without counting a share twice. Solved as linear equations, not by rounds.</summary>
internal sealed class ShareFlow
{
    private readonly Dictionary<string, Dictionary<string, double>> _shares = new(StringComparer.Ordinal);

    /// <summary>True when an entity's shares come to more than the whole; they were scaled.</summary>
    public bool IsOverfull { get; private set; }

    /// <summary>Says who holds an entity: parts of 1 by holder, the same holder once.</summary>
    public void Add(string entity, IReadOnlyDictionary<string, double> holders)
    {
        var sum = holders.Values.Sum();
        var isOver = sum > 1 + 1e-9;
        IsOverfull |= isOver;
        _shares[entity] = holders.ToDictionary(
            h => h.Key, h => isOver ? h.Value / sum : h.Value, StringComparer.Ordinal);
    }

    /// <summary>Parts of 1 that come to each holder; to <paramref name="unknown"/> what no holder is told of, and to
    /// <paramref name="circular"/> what is held only by entities that hold one another.</summary>
    public IReadOnlyDictionary<string, double> Solve(string root, string unknown, string circular)
    {
        var leaky = Leaky();
        var result = new Dictionary<string, double>(StringComparer.Ordinal);
        if (!leaky.Contains(root))
        {
            // Shares never come to rest here, so only who holds it directly is told.
            foreach (var (holder, part) in _shares[root]) Add(result, holder, part);
            result[circular] = 1;
            return result;
        }
        var entities = leaky.Order(StringComparer.Ordinal).ToList();
        var index = entities.Index().ToDictionary(e => e.Item, e => e.Index, StringComparer.Ordinal);
        var through = Inverse(entities, index);
        var from = index[root];
        foreach (var entity in entities)
        {
            var passing = through[from, index[entity]];
            var shares = _shares[entity];
            foreach (var (holder, part) in shares.Where(s => !index.ContainsKey(s.Key)))
            {
                Add(result, holder, passing * part);
                if (_shares.ContainsKey(holder)) Add(result, circular, passing * part);
            }
            Add(result, unknown, passing * Math.Max(0, 1 - shares.Values.Sum()));
            var visits = through[index[entity], index[entity]];
            result[entity] = entity == root ? 1 - (1 / visits) : passing / visits;
        }
        return result;
    }

    // Entities whose shares come to an end somewhere: backwards from those with an end.
    private HashSet<string> Leaky()
    {
        var leaky = _shares.Where(e => e.Value.Values.Sum() < 1 - 1e-12
            || e.Value.Keys.Any(h => !_shares.ContainsKey(h)))
            .Select(e => e.Key).ToHashSet(StringComparer.Ordinal);
        var heldBy = _shares.SelectMany(e => e.Value.Keys.Select(h => (Holder: h, Entity: e.Key)))
            .ToLookup(p => p.Holder, p => p.Entity, StringComparer.Ordinal);
        var open = new Stack<string>(leaky);
        while (open.TryPop(out var entity))
            foreach (var held in heldBy[entity].Where(leaky.Add))
                open.Push(held);
        return leaky;
    }

    // How often a share passes each entity, from each: (1 - S) inverted by Gauss and Jordan. The matrix is
    // diagonally dominant and every row leads to an end, so no pivot is zero.
    private double[,] Inverse(List<string> entities, Dictionary<string, int> index)
    {
        var n = entities.Count;
        var (a, b) = (new double[n, n], new double[n, n]);
        for (var i = 0; i < n; i++)
        {
            a[i, i] = b[i, i] = 1;
            foreach (var (holder, part) in _shares[entities[i]])
                if (index.TryGetValue(holder, out var j)) a[i, j] -= part;
        }
        for (var p = 0; p < n; p++)
        {
            var pivot = a[p, p];
            for (var j = 0; j < n; j++) (a[p, j], b[p, j]) = (a[p, j] / pivot, b[p, j] / pivot);
            for (var i = 0; i < n; i++)
            {
                var times = a[i, p];
                if (i == p || times == 0) continue;
                for (var j = 0; j < n; j++) (a[i, j], b[i, j]) = (a[i, j] - times * a[p, j], b[i, j] - times * b[p, j]);
            }
        }
        return b;
    }

    private static void Add(Dictionary<string, double> result, string holder, double part)
    {
        if (part > 0) result[holder] = result.GetValueOrDefault(holder) + part;
    }
}

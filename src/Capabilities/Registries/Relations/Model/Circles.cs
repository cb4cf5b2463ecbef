namespace Lingnan.Registries.Relations.Model;

/// <summary>Finds what of a directed graph leads back to itself (Tarjan's strongly connected components).
/// Pure.</summary>
internal sealed class Circles
{
    private readonly ILookup<string, string> _next;
    private readonly Dictionary<string, int> _order = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _low = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _part = new(StringComparer.Ordinal);
    private readonly Stack<string> _open = new();

    public Circles(IReadOnlyCollection<(string From, string To)> edges)
    {
        _next = edges.ToLookup(e => e.From, e => e.To, StringComparer.Ordinal);
        foreach (var (from, _) in edges)
            if (!_order.ContainsKey(from)) Visit(from);
    }

    /// <summary>True when the edge lies on a circle.</summary>
    public bool Holds(string from, string to) => _part[from] == _part[to];

    // As deep as a walk has rows, which is bounded.
    private void Visit(string node)
    {
        _order[node] = _low[node] = _order.Count;
        _open.Push(node);
        foreach (var next in _next[node])
        {
            if (!_order.TryGetValue(next, out var order))
            {
                Visit(next);
                _low[node] = Math.Min(_low[node], _low[next]);
            }
            else if (!_part.ContainsKey(next)) _low[node] = Math.Min(_low[node], order);
        }
        if (_low[node] != _order[node]) return;
        string done;
        do
        {
            done = _open.Pop();
            _part[done] = _order[node];
        }
        while (done != node);
    }
}

namespace Lingnan.Registries.Statistics;

/// <summary>
/// Which cells of a table of counts are kept back. First every cell under five. Then,
/// as long as one could be worked out from a line of the table and its sum, the next smallest of that line: a line
/// keeps back no cell, or at least two that make five or more together. Pure.
/// </summary>
internal static class SmallCells
{
    public const int Least = 5;

    /// <summary>For each cell, true when it is kept back; and whether the sum of all is too.</summary>
    public static (bool[] Cells, bool Total) KeepBack(IReadOnlyList<(IReadOnlyList<string?> Key, long Count)> cells)
    {
        var kept = cells.Select(c => c.Count < Least).ToArray();
        var lines = Lines(cells);
        bool changed;
        do
        {
            changed = false;
            foreach (var line in lines)
            {
                var hidden = line.Where(i => kept[i]).ToList();
                if (hidden.Count == 0 || (hidden.Count > 1 && hidden.Sum(i => cells[i].Count) >= Least)) continue;
                var open = line.Where(i => !kept[i]).ToList();
                if (open.Count == 0) continue;
                kept[open.MinBy(i => cells[i].Count)] = true;
                changed = true;
            }
        }
        while (changed);
        var all = Enumerable.Range(0, cells.Count).Where(i => kept[i]).ToList();
        // With one cell, or few persons in all, the sum would tell what the cells do not.
        var total = all.Count == 1 || (all.Count > 0 && all.Sum(i => cells[i].Count) < Least);
        return (kept, total);
    }

    // Cells that differ in one group only have a sum that another question may tell.
    private static List<List<int>> Lines(IReadOnlyList<(IReadOnlyList<string?> Key, long Count)> cells)
    {
        var groups = cells.Count == 0 ? 0 : cells[0].Key.Count;
        var lines = new List<List<int>> { Enumerable.Range(0, cells.Count).ToList() };
        for (var g = 0; g < groups && groups > 1; g++)
        {
            var free = g;
            lines.AddRange(Enumerable.Range(0, cells.Count)
                .GroupBy(
                    i => string.Join('\u001f', cells[i].Key.Where((_, at) => at != free).Select(k => k ?? "\u001e")))
                .Select(line => line.ToList()));
        }
        return lines;
    }
}

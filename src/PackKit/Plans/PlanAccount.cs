using System.Globalization;
using System.Text;
using Lingnan.Kernel;

namespace Lingnan.PackKit.Plans;

/// <summary>A row of the plans with its present state.</summary>
/// <param name="Row">The row.</param>
/// <param name="State">Computed from what is there, never written by hand.</param>
public sealed record PlanAccountRow(PlanRow Row, PlanState State);

/// <summary>The account of the five plans: every row and how far it is.</summary>
public static class PlanAccount
{
    /// <summary>All rows by number. The data is <c>docs/systems/rows.csv</c>.</summary>
    public static IReadOnlyList<PlanRow> Rows { get; } = ReadRows();

    /// <summary>The rows with their states.</summary>
    /// <param name="packs">The packs of the city.</param>
    /// <param name="capabilities">Lower-case names of the capabilities that the city has.</param>
    public static IReadOnlyList<PlanAccountRow> Of(PackSet packs, IEnumerable<string> capabilities)
    {
        // The portal is part of every city, though it is no capability of its own.
        var there = capabilities.Append("portal").ToHashSet(StringComparer.Ordinal);
        return [.. Rows.Select(row => new PlanAccountRow(row, StateOf(row.CarriedBy, packs, there)))];
    }

    private static PlanState StateOf(string carrier, PackSet packs, HashSet<string> capabilities)
    {
        if (carrier == "indicator") return PlanState.Indicator;
        if (carrier == "declined") return PlanState.Declined;
        var name = carrier[(carrier.IndexOf(':') + 1)..];
        if (!carrier.StartsWith("pack:", StringComparison.Ordinal))
            return capabilities.Contains(name) ? PlanState.Declared : PlanState.Open;
        if (packs.Find(name) is not { } pack) return PlanState.Open;
        return pack.Scenario is { Steps.Count: > 0 } story && story.Steps.All(s => s.Waiting is null)
            ? PlanState.Proved : PlanState.Declared;
    }

    private static List<PlanRow> ReadRows()
    {
        using var stream = typeof(PlanAccount).Assembly.GetManifestResourceStream("Lingnan.PackKit.Plans.rows.csv")
            ?? throw new InvalidOperationException("The rows of the plans are missing.");
        using var reader = new StreamReader(stream);
        _ = reader.ReadLine();
        var rows = new List<PlanRow>();
        while (reader.ReadLine() is { } line)
        {
            var cells = Cells(line);
            rows.Add(new PlanRow(
                int.Parse(cells[0], CultureInfo.InvariantCulture), new LocalText(cells[1], cells[2]), Words(cells[3]),
                    cells[4],
                Words(cells[5]), cells[6].Length == 0 ? null : cells[6]));
        }
        return rows;
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    // The file is our own: one line a row, quotes doubled inside quotes.
    private static List<string> Cells(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"') cell.Append(line[i++]);
            else if (line[i] == '"') quoted = !quoted;
            else if (line[i] == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else cell.Append(line[i]);
        }
        cells.Add(cell.ToString());
        return cells;
    }
}

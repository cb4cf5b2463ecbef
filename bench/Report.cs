using System.Diagnostics;
using System.Globalization;
using System.Text;
using Lingnan.Testing;

namespace Lingnan.Bench;

/// <summary>A measured figure.</summary>
/// <param name="What">What was measured, with its unit.</param>
/// <param name="Ours">Our figure.</param>
/// <param name="Peer">The peer's figure or the limit, or null.</param>
/// <param name="Bar">What is asked for, in words.</param>
/// <param name="Met">Whether it was met.</param>
internal sealed record Figure(string What, double Ours, double? Peer, string Bar, bool Met);

/// <summary>The figures of one run, with the machine they were taken on.</summary>
internal sealed record Report(string Title, IReadOnlyList<Figure> Figures)
{
    public void Print() => Console.WriteLine(Text());

    /// <summary>Keeps the run beside the earlier ones.</summary>
    public void Save(string name)
    {
        var day = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var folder = Directory.CreateDirectory(Path.Combine(RunningCity.Home, "bench", "results"));
        var path = Path.Combine(folder.FullName, $"{day}-{name}.md");
        File.WriteAllText(path, Text());
        Console.WriteLine($"Kept in {Path.GetRelativePath(RunningCity.Home, path)}");
    }

    private string Text()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"# {Title}").AppendLine();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC, commit {Commit()}, {Machine()}").AppendLine();
        text.AppendLine("| figure | ours | peer or limit | ratio | asked | met |")
            .AppendLine("|---|---|---|---|---|---|");
        foreach (var f in Figures)
        {
            var peer = f.Peer is { } p ? Number(p) : "";
            var ratio = f.Peer is { } q ? (f.Ours / q).ToString("0.00", CultureInfo.InvariantCulture) : "";
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {f.What} | {Number(f.Ours)} | {peer} | {ratio} | {f.Bar} | {(f.Met ? "yes" : "no")} |");
        }
        return text.ToString();
    }

    private static string Number(double value) =>
        value.ToString(value < 100 ? "0.##" : "N0", CultureInfo.InvariantCulture);

    private static string Machine()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1L << 30);
        return $"{Environment.ProcessorCount} cores, {memory} GiB, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}, .NET {Environment.Version}";
    }

    private static string Commit()
    {
        using var git = Process.Start(new ProcessStartInfo(
            "git", ["-C", RunningCity.Home, "rev-parse", "--short", "HEAD"]) { RedirectStandardOutput = true })!;
        return git.StandardOutput.ReadToEnd().Trim();
    }
}

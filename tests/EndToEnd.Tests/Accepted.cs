using Lingnan.Testing;

namespace Lingnan.EndToEnd.Tests;

/// <summary>A text kept in the repository, which a change must be seen to change.</summary>
internal static class Accepted
{
    /// <summary>Compares; with <c>LINGNAN_ACCEPT=1</c> writes the new text instead.</summary>
    public static async Task IsAsync(string relativePath, string actual)
    {
        var path = Path.Combine(RunningCity.Home, relativePath);
        if (Environment.GetEnvironmentVariable("LINGNAN_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, actual);
            return;
        }
        var kept = File.Exists(path) ? await File.ReadAllTextAsync(path) : "";
        Assert.True(kept == actual,
            $"{relativePath} no longer tells the truth; look at the change and accept it with LINGNAN_ACCEPT=1."
            + FirstDifference(kept, actual));
    }

    private static string FirstDifference(string kept, string actual)
    {
        var (old, now) = (kept.Split('\n'), actual.Split('\n'));
        var line = Enumerable.Range(0, Math.Max(old.Length, now.Length))
            .FirstOrDefault(i => old.ElementAtOrDefault(i) != now.ElementAtOrDefault(i));
        return $"\nline {line + 1}\n- {old.ElementAtOrDefault(line)}\n+ {now.ElementAtOrDefault(line)}";
    }
}

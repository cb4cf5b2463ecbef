namespace Lingnan.Architecture.Tests;

/// <summary>Says every breach in full, each on its line: a shortened list mends nothing.</summary>
internal static class Rule
{
    public static void Holds(IEnumerable<string> faults)
    {
        var found = faults.ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }
}

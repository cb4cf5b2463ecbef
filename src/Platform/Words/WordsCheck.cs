using System.Reflection;

namespace Lingnan.Platform.Words;

/// <summary>Finds defects of word files, for tests of every assembly that has words.</summary>
public static class WordsCheck
{
    /// <summary>One line for each key that lacks a language, is empty, names other facts in the two languages, or is
    /// declared by two assemblies. Facts that end in <c>Zh</c> or <c>En</c> belong to one language and are not
    /// compared.</summary>
    public static IReadOnlyList<string> Faults(params Assembly[] assemblies)
    {
        var faults = new List<string>();
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in assemblies.Distinct().SelectMany(WordFile.Of))
        {
            foreach (var key in file.Chinese.Keys.Union(file.English.Keys).Order(StringComparer.Ordinal))
            {
                if (!owners.TryAdd(key, file.Name)) faults.Add($"{file.Name}: {key} is declared by {owners[key]} too");
                var chinese = file.Chinese.GetValueOrDefault(key);
                var english = file.English.GetValueOrDefault(key);
                if (string.IsNullOrWhiteSpace(chinese)) faults.Add($"{file.Name}: {key} has no words in zh-CN");
                else if (string.IsNullOrWhiteSpace(english)) faults.Add($"{file.Name}: {key} has no words in en");
                else if (!FactsOf(chinese).SetEquals(FactsOf(english)))
                    faults.Add($"{file.Name}: {key} names other facts in en");
            }
        }

        return faults;
    }

    /// <summary>The given keys that no assembly has words for; pass all error codes to see that each can be
    /// told.</summary>
    public static IReadOnlyList<string> Missing(IEnumerable<string> keys, params Assembly[] assemblies)
    {
        var known = assemblies.Distinct().SelectMany(WordFile.Of).SelectMany(f => f.Chinese.Keys)
            .ToHashSet(StringComparer.Ordinal);
        return [.. keys.Where(k => !known.Contains(k)).Order(StringComparer.Ordinal)];
    }

    private static HashSet<string> FactsOf(string text) => [.. ResourceWords.Placeholder().Matches(text)
        .Select(m => m.Groups[1].Value)
        .Select(n => n.EndsWith("Zh", StringComparison.Ordinal)
            || n.EndsWith("En", StringComparison.Ordinal) ? n[..^2] : n)];
}

using System.Xml.Linq;

namespace Lingnan.Architecture.Tests.Rules;

/// <summary>Word files as they are written, before the compiler drops a second word for the same key.</summary>
internal static class WordFiles
{
    public static IEnumerable<string> Faults(ProjectFile chinese, ProjectFile? english)
    {
        foreach (var fault in FaultsOf(chinese)) yield return fault;
        if (english is null)
        {
            yield return $"{chinese.Path} has no English twin";
            yield break;
        }

        foreach (var fault in FaultsOf(english)) yield return fault;
        var here = KeysOf(chinese).ToHashSet(StringComparer.Ordinal);
        here.SymmetricExceptWith(KeysOf(english));
        foreach (var key in here) yield return $"{chinese.Path}: {key} stands in one language only";
    }

    public static IEnumerable<string> WithoutWords(IEnumerable<string> codes, IReadOnlySet<string> keys) => codes
        // A finding that all is fine has nothing to mend.
        .SelectMany(c => c.EndsWith(".fine", StringComparison.Ordinal) ? [c] : new[] { c, c + ".mend" })
        .Where(k => !keys.Contains(k)).Select(k => $"{k} has no words");

    /// <summary>What went wrong and how to mend it are told one after the other,
    /// so each ends as a sentence does.</summary>
    public static IEnumerable<string> Unfinished(ProjectFile file)
    {
        var keys = KeysOf(file).ToHashSet(StringComparer.Ordinal);
        return Entries(file)
            .Where(e => e.Key.EndsWith(".mend", StringComparison.Ordinal) || keys.Contains(e.Key + ".mend"))
            // A fact at the end may be a sentence itself.
            .Where(e => e.Text.Length > 0 && !"。！？.!?}".Contains(e.Text[^1]))
            .Select(e => $"{file.Path}: {e.Key} does not end as a sentence");
    }

    public static IEnumerable<string> KeysOf(ProjectFile file) => Entries(file).Select(e => e.Key);

    private static IEnumerable<string> FaultsOf(ProjectFile file)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, text) in Entries(file))
        {
            if (!seen.Add(key)) yield return $"{file.Path}: {key} stands twice";
            if (string.IsNullOrWhiteSpace(text)) yield return $"{file.Path}: {key} is empty";
        }
    }

    private static IEnumerable<(string Key, string Text)> Entries(ProjectFile file) => XDocument.Parse(file.Text)
        .Descendants("data").Select(d => ((string?)d.Attribute("name") ?? "", (string?)d.Element("value") ?? ""));
}

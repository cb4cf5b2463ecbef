using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using Lingnan.Kernel;

namespace Lingnan.Kernel.Tests;

/// <summary>Every error of the kernel can be read and mended in both languages.</summary>
public sealed partial class WordsTests
{
    private static readonly ResourceManager Words = new("Lingnan.Kernel.Words.Words", typeof(Error).Assembly);

    [Fact]
    public void Both_languages_have_the_same_keys_and_ask_for_the_same_facts()
    {
        var (zh, en) = (Read(CultureInfo.InvariantCulture), Read(CultureInfo.GetCultureInfo("en")));
        Assert.Equal(zh.Keys, en.Keys);
        foreach (var (key, words) in zh) Assert.Equal(Facts(words), Facts(en[key]));
    }

    [Fact]
    public void Every_code_in_source_has_words_and_no_words_are_left_over()
    {
        var folder = Path.Combine(RepositoryFiles.Root, "src", "Kernel");
        var codes = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Code().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value))
            .ToHashSet();
        Assert.True(codes.Count > 60, $"found only {codes.Count} codes");
        var expected = codes.SelectMany(c => new[] { c, c + ".mend" }).Order(StringComparer.Ordinal);
        Assert.Equal(expected, Read(CultureInfo.InvariantCulture).Keys);
    }

    private static SortedDictionary<string, string> Read(CultureInfo culture)
    {
        var set = Words.GetResourceSet(culture, createIfNotExists: true, tryParents: false)!;
        var words = set.Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string)e.Value!);
        return new SortedDictionary<string, string>(words, StringComparer.Ordinal);
    }

    private static SortedSet<string> Facts(string words) => [.. Fact().Matches(words).Select(m => m.Value)];

    [GeneratedRegex("\"(kernel\\.[a-z-]+\\.[a-z-]+)\"")]
    private static partial Regex Code();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Fact();
}

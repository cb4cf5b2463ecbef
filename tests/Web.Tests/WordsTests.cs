using System.Text.RegularExpressions;
using Lingnan.Platform.Words;
using Lingnan.Web.Kit;
using Lingnan.Web.Portal;

namespace Lingnan.Web.Tests;

/// <summary>Both languages say the same things, and every key that a page names has words.</summary>
public sealed partial class WordsTests
{
    [Fact]
    public void Both_languages_are_complete() =>
        Assert.Empty(WordsCheck.Faults(typeof(KitSetup).Assembly, typeof(PortalSetup).Assembly));

    [Fact]
    public void Every_key_that_a_page_names_has_words()
    {
        var web = Path.Combine(Project.Home, "src", "Web");
        var keys = new[] { "Kit", "Portal" }
            .SelectMany(root => Directory.EnumerateFiles(Path.Combine(web, root), "*.*", SearchOption.AllDirectories))
            .Where(f => f.EndsWith(".razor", StringComparison.Ordinal) || f.EndsWith(".cs", StringComparison.Ordinal))
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(f => Key().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value))
            .Distinct().ToList();
        Assert.True(keys.Count > 100, $"only {keys.Count} keys found: the pattern is wrong");
        Assert.Empty(WordsCheck.Missing(keys, typeof(KitSetup).Assembly, typeof(PortalSetup).Assembly));
    }

    [Fact]
    public void A_key_without_words_is_found() =>
        Assert.Equal(["portal.nothing"], WordsCheck.Missing(["portal.nothing"], typeof(PortalSetup).Assembly));

    // Keys that end in a dot or a brace are completed at run time; the pages' own tests see those.
    [GeneratedRegex("\"((?:portal|kit)\\.[a-z0-9.-]*[a-z0-9])\"")]
    private static partial Regex Key();
}

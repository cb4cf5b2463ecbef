using System.Resources;
using Lingnan.Architecture.Tests.Rules;
using MudBlazor;

namespace Lingnan.Architecture.Tests;

public sealed class WordTests
{
    private static readonly IReadOnlyList<ProjectFile> Chinese = Project.Under("src/", "/Words/Words.resx");

    private static readonly IReadOnlySet<string> Keys =
        Chinese.SelectMany(WordFiles.KeysOf).ToHashSet(StringComparer.Ordinal);

    [Fact]
    public void Both_languages_say_everything_once()
    {
        Assert.True(Chinese.Count >= 8, "the pattern misses word files");
        Rule.Holds(Chinese.SelectMany(c => WordFiles.Faults(c, EnglishOf(c))));
    }

    [Fact]
    public void A_fault_of_words_is_found()
    {
        var chinese = new ProjectFile("a/Words.resx", Sample(("a", "甲"), ("a", "乙"), ("b", " ")));
        var english = new ProjectFile("a/Words.en.resx", Sample(("a", "A")));
        Assert.Equal(3, WordFiles.Faults(chinese, english).Count());
        Assert.Contains("a/Words.resx has no English twin", WordFiles.Faults(chinese, null));
    }

    [Fact]
    public void Every_error_has_words_and_a_way_to_mend_it()
    {
        var codes = Syntax.ErrorCodes(Project.Under("src/", ".cs")).ToList();
        Assert.True(codes.Count > 150, $"only {codes.Count} codes found: the pattern is wrong");
        Rule.Holds(WordFiles.WithoutWords(codes, Keys));
    }

    [Fact]
    public void An_error_without_words_is_found()
    {
        var codes = Syntax.ErrorCodes(
            [new("src/A.cs", "class A { object x = Error.Of(\"host.untold\", (\"host.fact\", 1)); }")]);
        Assert.Equal(
            ["host.untold has no words", "host.untold.mend has no words"], WordFiles.WithoutWords(codes, Keys));
    }

    [Fact]
    public void Faults_and_their_mending_are_sentences()
    {
        var files = Project.Under("src/", "/Words/Words.resx", "/Words/Words.en.resx");
        Rule.Holds(files.SelectMany(WordFiles.Unfinished));
        Assert.Equal(2, WordFiles.Unfinished(
            new("a/Words.resx", Sample(("a", "甲"), ("a.mend", "乙"), ("b.mend", "丙。"), ("c", "标题")))).Count());
    }

    [Fact]
    public void Every_action_of_the_audit_log_is_told_in_words()
    {
        var actions = Syntax.AuditActions(Project.Under("src/", ".cs")).ToList();
        Assert.True(actions.Count > 25, $"only {actions.Count} actions found: the pattern is wrong");
        Rule.Holds(actions.Where(a => !Keys.Contains("action." + a)));
        Assert.Equal(
            ["host.untold"],
            Syntax.AuditActions([new("src/A.cs", "class A { object x = new B { Action = \"host.untold\" }; }")]));
    }

    [Fact]
    public void The_component_library_speaks_chinese()
    {
        var library = typeof(MudButton).Assembly;
        var name = library.GetManifestResourceNames()
            .Single(n => n.EndsWith(".LanguageResource.resources", StringComparison.Ordinal));
        using var reader = new ResourceReader(library.GetManifestResourceStream(name)!);
        var wanted = reader.Cast<System.Collections.DictionaryEntry>().Select(e => (string)e.Key).ToList();
        Assert.True(wanted.Count > 100, $"only {wanted.Count} keys found");
        var ours = Project.Files.Single(f => f.Path == "src/Web/Console/Words/MudBlazor.resx");
        Rule.Holds(wanted.Except(WordFiles.KeysOf(ours)));
        Assert.Single(wanted.Append("NoSuchKey").Except(WordFiles.KeysOf(ours)));
    }

    private static ProjectFile? EnglishOf(ProjectFile chinese) =>
        Project.Files.SingleOrDefault(
            f => f.Path == chinese.Path.Replace("Words.resx", "Words.en.resx", StringComparison.Ordinal));

    private static string Sample(params (string Key, string Text)[] entries) =>
        $"<root>{string.Concat(entries.Select(e => $"<data name='{e.Key}'><value>{e.Text}</value></data>"))}</root>";
}

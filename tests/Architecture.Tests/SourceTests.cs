using System.Xml.Linq;
using Lingnan.Architecture.Tests.Rules;

namespace Lingnan.Architecture.Tests;

public sealed class SourceTests
{
    // Statements of SQL and parts of workbooks in one literal, which read worse when cut. The number may only fall.
    private const int LongestLine = 300;
    private const int LongLinesLeft = 60;

    // Its rules must name what they forbid.
    private static readonly ProjectFile[] Spoken =
        [.. Project.Under("", ".cs", ".razor", ".ts", ".css", ".sql", ".sh", ".yaml", ".resx").Where(IsNotOurs)];

    private static readonly IReadOnlyList<ProjectFile> Platform = Project.Under("src/Platform/", ".cs");

    [Fact]
    public void Nothing_is_left_for_later() => Rule.Holds(SourceText.UnfinishedIn(Spoken));

    [Theory]
    [InlineData("#region x")]
    [InlineData("// TODO: later")]
    [InlineData("throw new NotImplementedException();")]
    [InlineData("<p>Coming soon</p>")]
    [InlineData("<p>敬请期待</p>")]
    public void What_is_left_for_later_is_found(string line) =>
        Assert.Single(SourceText.UnfinishedIn([new("src/A.cs", line)]));

    [Fact]
    public void Files_are_short()
    {
        Rule.Holds(SourceText.LongFiles(Project.CSharp));
        Assert.Single(SourceText.LongFiles([new("src/A.cs", new string('\n', SourceText.FileLines))]));
    }

    [Fact]
    public void Functions_are_short()
    {
        Rule.Holds(Syntax.LongFunctions(Project.CSharp));
        var body = string.Concat(Enumerable.Repeat("x++;\n", Syntax.FunctionLines));
        Assert.Single(Syntax.LongFunctions([new("src/A.cs", $"class A {{ void F(int x)\n{{\n{body}}} }}")]));
    }

    [Fact]
    public void Lines_are_short()
    {
        Rule.Holds(SourceText.LongLines(Project.CSharp, LongestLine));
        var left = SourceText.LongLines(Project.CSharp, SourceText.LineLength).ToList();
        Assert.True(
            left.Count <= LongLinesLeft, $"{left.Count} lines are longer than {SourceText.LineLength} characters");
        Assert.Single(SourceText.LongLines([new("src/A.cs", new string('x', 121))], SourceText.LineLength));
    }

    [Fact]
    public void Names_say_something()
    {
        Rule.Holds(SourceText.VagueNames(Project.Files.Select(f => f.Path)));
        Rule.Holds(Syntax.VagueTypes(Project.CSharp));
        Assert.Single(SourceText.VagueNames(["src/CaseManager.cs", "src/Cases.cs"]));
        Assert.Single(Syntax.VagueTypes([new("src/A.cs", "class CaseHelper; class Database;")]));
    }

    [Fact]
    public void The_platform_names_nothing_of_the_city()
    {
        Rule.Holds(Syntax.CityWordsIn(Platform));
        Assert.Single(
            Syntax.CityWordsIn([new("src/Platform/A.cs", "record HouseholdPage; record Personal; enum CallerKind;")]));
    }

    [Fact]
    public void Namespaces_are_folders()
    {
        var roots = Project.Under("", ".csproj").ToDictionary(p => p.Path[..p.Path.LastIndexOf('/')], RootOf);
        Rule.Holds(Syntax.WrongNamespaces(Project.CSharp, roots));
        Assert.Single(Syntax.WrongNamespaces(
            [new("src/Kernel/Calendars/A.cs", "namespace Lingnan.Kernel;")], roots));
    }

    [Fact]
    public void No_machine_is_named()
    {
        Rule.Holds(SourceText.MachineWords(Project.Files.Where(IsNotOurs)));
        Assert.Equal(2, SourceText.MachineWords(
            [new("docs/a.md", "see /work/main\nhttps://registry.npmjs.org/x\nsrc/work/Import")]).Count());
    }

    private static bool IsNotOurs(ProjectFile file) =>
        !file.Path.StartsWith("tests/Architecture.Tests/", StringComparison.Ordinal);

    private static string RootOf(ProjectFile project) =>
        XDocument.Parse(project.Text).Descendants("RootNamespace").FirstOrDefault()?.Value
        ?? "Lingnan." + Path.GetFileNameWithoutExtension(project.Name);
}

using Lingnan.Architecture.Tests.Rules;

namespace Lingnan.Architecture.Tests;

public sealed class LayoutTests
{
    private static readonly ProjectFile Solution = Project.Files.Single(f => f.Path == "Lingnan.slnx");

    [Fact]
    public void The_root_holds_only_what_belongs_there()
    {
        Rule.Holds(Layout.StrangersAtRoot(Directory.EnumerateFiles(Project.Root).Select(f => Path.GetFileName(f))));
        Assert.Single(Layout.StrangersAtRoot(["README.md", ".gitignore", "Directory.Build.props", "notes.txt"]));
    }

    [Fact]
    public void The_solution_holds_every_project()
    {
        Rule.Holds(Layout.OutsideSolution(Solution, Project.Under("", ".csproj").Select(p => p.Path)));
        Assert.Single(Layout.OutsideSolution(Solution, ["src/Kernel/Kernel.csproj", "src/Lost/Lost.csproj"]));
    }

    [Fact]
    public void Versions_of_packages_stand_in_one_file()
    {
        Rule.Holds(Layout.OwnVersions(Project.Under("", ".csproj", "Directory.Build.props")));
        Assert.Single(
            Layout.OwnVersions([new("a.csproj", "<Project><PackageReference Include='x' Version='1'/></Project>")]));
    }

    [Fact]
    public void The_first_page_is_short()
    {
        var readmes = Project.Files.Where(f => f.Path is "README.md" or "README.zh-CN.md").ToList();
        Assert.Equal(2, readmes.Count);
        Assert.All(
            readmes, r => Assert.True(r.Lines.Length <= Layout.ReadmeLines + 1, $"{r.Path}: {r.Lines.Length} lines"));
    }

    [Fact]
    public void Decisions_are_named_as_they_are_titled()
    {
        Rule.Holds(Layout.FaultyDecisions(Project.Under("docs/adr/", ".md")));
        Assert.Equal(3, Layout.FaultyDecisions(
        [
            new("docs/adr/decision.md", "# 2611 X\n\n**Status** accepted"),
            new("docs/adr/2611-x.md", "# 2612 X\n\n**Status** accepted"),
            new("docs/adr/2611-y.md", "# 2611 Y\n\n**Status** perhaps"),
        ]).Count());
    }
}

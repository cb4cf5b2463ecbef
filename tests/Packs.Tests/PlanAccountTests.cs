using Lingnan.PackKit;
using Lingnan.PackKit.Plans;

namespace Lingnan.Packs.Tests;

public sealed class PlanAccountTests
{
    private static readonly string Document = Path.Combine(Project.Home, "docs", "systems.md");

    /// <summary>A capability is there when its folder has a module.</summary>
    private static IEnumerable<string> Capabilities() =>
        Directory.EnumerateDirectories(Path.Combine(Project.Home, "src", "Capabilities"))
            .Where(f => Directory.EnumerateFiles(f, "*Module.cs").Any())
            .Select(f => Path.GetFileName(f).ToLowerInvariant());

    [Fact]
    public void Has_every_row_once()
    {
        Assert.Equal(Enumerable.Range(1, 537), PlanAccount.Rows.Select(r => r.No));
        Assert.All(PlanAccount.Rows, r =>
        {
            Assert.NotEmpty(r.Title.Zh);
            Assert.NotEmpty(r.Title.En);
            Assert.NotEmpty(r.Plans);
            Assert.Matches("^(pack:[a-z0-9-]+|capability:[a-z]+|platform:[a-z]+|indicator|declined)$", r.CarriedBy);
        });
        Assert.All(PlanAccount.Rows.Where(r => r.CarriedBy == "declined"), r => Assert.Contains("Offered:", r.Note));
    }

    [Fact]
    public void Packs_carry_the_rows_that_the_account_gives_them()
    {
        foreach (var pack in Project.Packs.Packs)
            Assert.Equal(PlanAccount.Rows.Where(r => r.CarriedBy == $"pack:{pack.Id}").Select(r => r.No),
                pack.Carries.Order());
    }

    [Fact]
    public void Packs_answer_plans_that_asked_for_their_rows()
    {
        foreach (var pack in Project.Packs.Packs)
        {
            var plans = PlanAccount.Rows.Where(r => pack.Carries.Contains(r.No)).SelectMany(r => r.Plans).ToHashSet();
            Assert.All(pack.Answers, a => Assert.Contains(a.Seed, plans));
            if (pack.Carries.Count > 0) Assert.NotEmpty(pack.Answers);
        }
    }

    [Fact]
    public void Quotes_are_the_words_of_the_plans()
    {
        var plans = Path.Combine(Project.Home, "..", "shared", "plans");
        Assert.SkipUnless(Directory.Exists(plans), "The texts of the plans are not beside the project.");
        foreach (var pack in Project.Packs.Packs)
            foreach (var answer in pack.Answers)
            {
                var file = Directory.EnumerateFiles(plans, answer.Seed + "-*.txt").Single();
                Assert.True(Plain(File.ReadAllText(file)).Contains(Plain(answer.Quote), StringComparison.Ordinal),
                    $"{pack.Id}: '{answer.Quote}' is not in plan {answer.Seed}.");
            }
    }

    [Fact]
    public void The_document_is_what_the_packs_say()
    {
        var text = SystemsDocument.Write(PlanAccount.Of(Project.Packs, Capabilities()));
        Assert.True(File.Exists(Document) && File.ReadAllText(Document) == text,
            "docs/systems.md is stale: run ./lingnan docs and look at the difference.");
    }

    [Fact]
    public void Only_a_story_that_runs_to_its_end_is_called_proved()
    {
        var run = ScenarioTests.Ids().Select(r => r.Data).ToHashSet(StringComparer.Ordinal);
        foreach (var row in PlanAccount.Of(Project.Packs, Capabilities()).Where(r => r.State == PlanState.Proved))
        {
            var pack = Project.Packs.Find(row.Row.CarriedBy["pack:".Length..])!;
            Assert.Contains(pack.Id, run);
            Assert.All(pack.Scenario!.Steps, s => Assert.Null(s.Waiting));
        }
    }

    [Fact]
    public void A_waiting_step_makes_a_row_declared_and_a_missing_pack_leaves_it_open()
    {
        var row = PlanAccount.Rows.First(r => r.CarriedBy == "pack:population");
        var pack = Project.Packs.Find("population")!;
        var ready = pack with { Scenario = new Scenario([.. pack.Scenario!.Steps.Where(s => s.Waiting is null)]) };
        Assert.Equal(PlanState.Proved, StateIn(new PackSet([ready])));
        Assert.Equal(PlanState.Declared, StateIn(new PackSet([pack])));
        Assert.Equal(PlanState.Declared, StateIn(new PackSet([pack with { Scenario = null }])));
        Assert.Equal(PlanState.Open, StateIn(new PackSet([])));

        PlanState StateIn(PackSet packs) => PlanAccount.Of(packs, [])[row.No - 1].State;
    }

    private static string Plain(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}

namespace Lingnan.Packs.Tests;

/// <summary>The stories of all packs.</summary>
public sealed class ScenarioTests
{
    public static IEnumerable<TheoryDataRow<string>> Ids() =>
        Project.Packs.Packs.Where(p => p.Scenario is not null).Select(p => new TheoryDataRow<string>(p.Id));
}

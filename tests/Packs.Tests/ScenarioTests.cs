using Lingnan.PackKit;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Testing;

namespace Lingnan.Packs.Tests;

/// <summary>The stories of all packs, each in a city of its own.</summary>
public sealed class ScenarioTests
{
    public static IEnumerable<TheoryDataRow<string>> Ids() =>
        Project.Packs.Packs.Where(p => p.Scenario is not null).Select(p => new TheoryDataRow<string>(p.Id));

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Runs_as_it_is_told(string id)
    {
        await using var city = await ScenarioCity.CreateAsync(Engine.Sqlite, Project.Packs);
        await new ScenarioRun(city.Services, Project.Packs.Find(id)!).PlayAsync();
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Runs_on_the_server_size_too(string id)
    {
        Assert.SkipUnless(TestPostgres.Url is not null, $"{TestPostgres.Variable} is not set.");
        await using var city = await ScenarioCity.CreateAsync(Engine.Postgres, Project.Packs);
        await new ScenarioRun(city.Services, Project.Packs.Find(id)!).PlayAsync();
    }

    [Fact]
    public async Task A_step_that_does_not_hold_fails_with_its_line()
    {
        var pack = Project.Packs.Find("places")!;
        var steps =
            pack.Scenario!.Steps.Select(s =>
            s with { ExpectJson =
            s.ExpectJson?.Replace("\"created\":10", "\"created\":11", StringComparison.Ordinal) });
        await using var city = await ScenarioCity.CreateAsync(Engine.Sqlite, Project.Packs);
        var run = new ScenarioRun(city.Services, pack with { Scenario = new Scenario([.. steps]) });
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(run.PlayAsync);
        Assert.StartsWith("places/scenario.yaml:3 ", failure.Message);
        Assert.Contains("created: expected 11, got 10", failure.Message);
    }

    [Fact]
    public async Task Takes_the_divisions_of_five_cities_as_published()
    {
        var file = Path.Combine(Project.Home, "..", "shared", "data", "divisions-five-cities.csv");
        Assert.SkipUnless(File.Exists(file), "The published divisions are not beside the project.");
        await using var city = await ScenarioCity.CreateAsync(Engine.Sqlite, Project.Packs);
        var imports = city.Get<IImports>();
        var officer = Caller.System("test");
        await using var content = File.OpenRead(file);
        var (hash, preview) = (await imports.UploadAsync("places:division", "divisions.csv", content, officer)).Value;
        Assert.Equal(["code", "name", "city", "parent", "parentName"], preview.Columns.Select(c => c.Field));
        var job = (await imports.StartAsync(
            new ImportRequest { Register = "places:division", FileName = "divisions.csv", FileHash = hash }, officer))
                .Value;
        await Eventually.TrueAsync(async () => (await imports.GetAsync(job, officer)).Value.State == JobState.Done);
        var import = (await imports.GetAsync(job, officer)).Value;
        Assert.Equal((400, 0), (import.Created, import.Refused));
        var registers = city.Get<IRegisters>();
        var towns = await registers.ListAsync(
            registers.Find("places", "division")!,
                new RecordQuery { Filters = [new("parent", "eq", "441900")], Limit = 200 }, Caller.Nobody, null);
        Assert.Equal(File.ReadLines(file).Count(l => l.Contains(",441900,", StringComparison.Ordinal)),
            towns.Value.Items.Count);
    }
}

using System.Text;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Platform.Words;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Tests.Import;
using Lingnan.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Registries.Tests.Matching;

public sealed class DeskTests
{
    internal static readonly RegistryDeclaration People = Declared.People with
    {
        Matching = new()
        {
            Certain = ["number"],
            Blocks = [[new("name", BlockForm.Pinyin), new("birth", BlockForm.Whole)], [new("mobile", BlockForm.Whole)]],
            Compare =
            [
                new("name", Likeness.Name, 4), new("birth", Likeness.Date, 3), new("mobile", Likeness.Exact, 3),
                new("address", Likeness.Address, 2),
            ],
            Match = 92, Review = 70,
        },
    };

    [Theory, EachDatabase]
    public async Task An_import_matches_likely_rows_asks_about_doubtful_ones_and_makes_the_rest(Engine engine)
    {
        await using var city = await OpenAsync(engine);
        await ImportAsync(city,
            $"number,name,mobile,address\n{Declared.Number(1)},张伟,13800138000,和平路8号\n"
            + $"{Declared.Number(3)},李娜,,\n");
        var import = await ImportAsync(city,
            $"""
            number,name,birth,mobile,address,plate
            ,张伟,1950-01-01,13800138000,,AB001
            ,章伟,1950-01-01,,,AB002
            ,王五,1960-01-01,,,AB003
            {Declared.Number(3)},李娜,1950-01-01,,,AB004
            {Declared.Number(5)},赵六,1950-01-01,,,AB005

            """, match: true);
        Assert.Equal((5L, 1L, 2L, 1L, 1L, 1L),
            (import.Rows, import.Created, import.Changed, import.Matched, import.Review, import.Refused));
        var rows = await RowsAsync(city);
        Assert.Equal("AB001", rows["张伟"]["plate"]);
        Assert.Equal("和平路8号", rows["张伟"]["address"]);
        Assert.Equal("AB004", rows["李娜"]["plate"]);
        Assert.Equal("AB005", rows["赵六"]["plate"]);
        // Without a number the stranger cannot be made; the reason is told, not guessed.
        var refused = Assert.Single((await city.Get<IImports>().RefusedAsync(
            import.JobId, 0, 10, RegisterCity.Root)).Value);
        Assert.Equal((4L, "number"), (refused.Line, refused.Fault.Field));

        var pair = Assert.Single((await Desk(city).ListAsync(
            People, MatchStates.Open, null, 10, RegisterCity.Root)).Value.Items);
        Assert.Equal((3L, null), (pair.ImportLine, pair.RightId));
        var side = (await Desk(city).GetAsync(pair.Id, RegisterCity.Root)).Value;
        Assert.Equal(("张*", "章*"), (side.Left!.Values["name"], side.Right!.Values["name"]));
        Assert.Equal(0.85, side.Fields.First(f => f.Field == "name").Likeness!.Value, 0.001);
    }

    [Theory, EachDatabase]
    public async Task A_pair_decided_the_same_changes_the_row_and_one_decided_different_does_not_come_back(
        Engine engine)
    {
        await using var city = await OpenAsync(engine);
        await ImportAsync(city, $"number,name\n{Declared.Number(1)},张伟\n");
        var file = $"number,name,birth,plate\n,章伟,1950-01-01,AB002\n{Declared.Number(7)},张炜,1950-01-01,AB003\n";
        var first = await ImportAsync(city, file, match: true);
        Assert.Equal((1L, 1L), (first.Review, first.Created));
        Assert.Equal(1, (await ImportAsync(city, file, match: true)).Review);
        var pair = await OnlyAsync(city);

        Assert.Equal("registries.reason.missing", await CodeAsync("same", ""));
        Assert.Equal("registries.match.decision", await CodeAsync("perhaps", "?"));
        Assert.Null(await CodeAsync("later", "等来源回复"));
        // The next likeliest row is a question of its own.
        Assert.Null(await CodeAsync("different", "不是"));
        var was = pair;
        pair = await OnlyAsync(city);
        Assert.NotEqual(was.LeftId, pair.LeftId);
        // Without a number it cannot be a row of its own: the decision is let go, and the row waits on.
        Assert.Equal("registries.match.row-refused", await CodeAsync("different", "不是"));
        Assert.Null(await CodeAsync("same", "核对证件"));
        Assert.Equal("registries.match.conflict", await CodeAsync("different", "不是"));
        Assert.Equal("AB002", (await RowsAsync(city))["章伟"]["plate"]);

        async Task<string?> CodeAsync(string decision, string reason)
        {
            var told = await Desk(city).DecideAsync(pair.Id, decision, reason, RegisterCity.Root);
            return told.IsOk ? null : told.Error?.Code;
        }
    }

    [Theory, EachDatabase]
    public async Task A_row_that_is_turned_away_is_written_nowhere_and_asked_about_anew_when_it_is_sent_again(
        Engine engine)
    {
        await using var city = await OpenAsync(engine);
        await ImportAsync(city, $"number,name,plate\n{Declared.Number(1)},张伟,AB001\n");
        const string File = "number,name,birth,plate\n,章伟,1950-01-01,AB002\n";
        await ImportAsync(city, File, match: true);
        var pair = await OnlyAsync(city);
        var turned = (await Desk(city).DecideAsync(pair.Id, "turned-away", "请补证件号码", RegisterCity.Root)).Value;
        Assert.Equal((MatchStates.TurnedAway, "请补证件号码"), (turned.State, turned.Reason));
        Assert.Equal(
            "registries.match.conflict",
            (await Desk(city).DecideAsync(pair.Id, "same", "核对证件", RegisterCity.Root)).Error?.Code);
        Assert.Null((await Desk(city).GetAsync(pair.Id, RegisterCity.Root)).Value.Right);
        Assert.Equal("AB001", Assert.Single(await RowsAsync(city)).Value["plate"]);

        await ImportAsync(city, File, match: true);
        Assert.Equal((pair.Id, null), (await OnlyAsync(city) is var again ? (again.Id, again.Reason) : default));
        Assert.True((await Desk(city).DecideAsync(pair.Id, "same", "核对证件", RegisterCity.Root)).IsOk);
        Assert.Equal("AB002", Assert.Single(await RowsAsync(city)).Value["plate"]);
    }

    [Theory, EachDatabase]
    public async Task A_row_that_nothing_names_goes_to_the_desk_when_another_is_similar_and_is_refused_otherwise(
        Engine engine)
    {
        await using var city = await OpenAsync(engine);
        await ImportAsync(city,
            $"number,name,mobile,address\n{Declared.Number(1)},张伟,13800138000,和平路8号\n");
        var file =
            $"""
            number,name,birth,mobile,address,plate
            ,李娜,1950-01-01,13800138000,,AB001
            ,王五,1960-01-01,13900139000,,AB002
            {Declared.Number(9)},李娜,1950-01-01,13800138000,,AB003

            """;
        var import = await ImportAsync(city, file, match: true);
        // The likeness of the first is below what is asked about for a row that could stand by itself, as the last.
        Assert.Equal((1L, 1L, 1L), (import.Review, import.Refused, import.Created));
        var refused = Assert.Single((await city.Get<IImports>().RefusedAsync(
            import.JobId, 0, 10, RegisterCity.Root)).Value);
        Assert.Equal(
            (3L, "number", "registries.match.nothing-similar"),
            (refused.Line, refused.Fault.Field, refused.Fault.Error.Code));
        var pair = await OnlyAsync(city);
        Assert.Equal((2L, true), (pair.ImportLine, pair.Score < 0.7));
        Assert.True((await Desk(city).DecideAsync(pair.Id, "same", "核对证件", RegisterCity.Root)).IsOk);
        var rows = await new ImportCity(city).RowsAsync(People);
        Assert.Equal(
            ["AB001", "AB003"], rows.Select(r => r["plate"]!).Order(StringComparer.Ordinal));
        Assert.Equal(Declared.Number(1), rows.Single(r => r["plate"] == "AB001")["number"]);
        Assert.Equal(
            "和平路8号", rows.Single(r => r["plate"] == "AB001")["address"]);
    }

    [Theory, EachDatabase]
    public async Task Doubles_are_found_once_and_stay_decided(Engine engine)
    {
        await using var city = await OpenAsync(engine);
        await ImportAsync(city,
            $"""
            number,name,mobile
            {Declared.Number(1)},张伟,13800138000
            {Declared.Number(2)},张伟,13800138000
            {Declared.Number(3)},李娜,
            {Declared.Number(4)},李娜,
            {Declared.Number(5)},王五,

            """);
        Assert.Equal(2, await FindAsync(city));
        Assert.Equal(0, await FindAsync(city));
        var pairs = (await Desk(city).ListAsync(People, MatchStates.Open, null, 10, RegisterCity.Root)).Value.Items;
        Assert.Equal(
            "registries.match.merge-instead",
            (await Desk(city).DecideAsync(pairs[0].Id, "same", "同一人", RegisterCity.Root)).Error?.Code);
        Assert.Equal(
            "registries.match.nothing-came",
            (await Desk(city).DecideAsync(pairs[0].Id, "turned-away", "同一人", RegisterCity.Root)).Error?.Code);
        Assert.True((await Desk(city).DecideAsync(pairs[1].Id, "different", "同名", RegisterCity.Root)).IsOk);
        var merged = (await city.Get<IMerges>().MergeAsync(
            People, new(pairs[0].LeftId, pairs[0].RightId!, [], "同一人", null, null), RegisterCity.Root)).Value;
        Assert.Equal(0, await Desk(city).CountAsync(People, RegisterCity.Root));
        Assert.Equal(MatchStates.Same, (await Desk(city).GetAsync(pairs[0].Id, RegisterCity.Root)).Value.Case.State);
        Assert.True((await city.Get<IMerges>().UndoAsync(merged.MergeId!, "不是同一人", RegisterCity.Root)).IsOk);
        var parted = (await Desk(city).GetAsync(pairs[0].Id, RegisterCity.Root)).Value.Case;
        Assert.Equal((MatchStates.Different, "不是同一人"), (parted.State, parted.Reason));
        Assert.Equal(0, await FindAsync(city));
    }

    [Theory, EachDatabase]
    public async Task Rows_from_before_matching_was_declared_are_found_too(Engine engine)
    {
        await using var city = await TestDatabase.CreateAsync(
            engine, s => Configure(s, Declared.People), typeof(RegistriesModule).Assembly);
        await city.Get<IRegisterTables>().EnsureAsync();
        foreach (var (number, name) in new[] { (1, "张伟"), (2, "张炜"), (3, "李娜") })
            Assert.Empty((await city.Get<IRegisters>().UpsertAsync(
                Declared.People,
                new(
                    null, new Dictionary<string, string?> { ["number"] = Declared.Number(number), ["name"] = name },
                    null, null),
                RegisterCity.Root)).Value.Faults);
        await using (var later = TestDatabase.OpenExisting(
            city.Options.DataFolder, city.Options.DatabaseUrl, s => Configure(s, People)))
        {
            await later.Get<IRegisterTables>().EnsureAsync();
            await later.StartWorkersAsync();
            Assert.Equal(0, await FindAsync(later));
            // Another name under another number is another person; one who agrees in all else is asked about.
            await ImportAsync(later, $"number,name\n{Declared.Number(4)},李娜\n");
            Assert.Equal(1, await FindAsync(later));
        }
        // A changed block takes the place of the old one.
        var other = People with
        {
            Matching = People.Matching! with { Blocks = [[new("name", BlockForm.First),
                new("birth", BlockForm.Year)]] },
        };
        await using var last = TestDatabase.OpenExisting(
            city.Options.DataFolder, city.Options.DatabaseUrl, s => Configure(s, other));
        await last.Get<IRegisterTables>().EnsureAsync();
        await last.StartWorkersAsync();
        Assert.Equal(0, await FindAsync(last));
    }

    [Theory, EachDatabase]
    public async Task Officers_see_and_decide_only_pairs_in_their_reach(Engine engine)
    {
        await using var city = await OpenAsync(engine);
        await ImportAsync(city,
            $"number,name,region\n{Declared.Number(1)},张伟,441900003\n{Declared.Number(2)},张伟,442000100\n");
        Assert.Equal(1, await FindAsync(city));
        var pair = await OnlyAsync(city);
        var near = RegisterCity.Officer(
            (RegistriesPermissions.Merge, "441900"), (RegistriesPermissions.Read, "441900"));
        Assert.Empty((await Desk(city).ListAsync(People, MatchStates.Open, null, 10, near)).Value.Items);
        Assert.Equal("registries.reach.forbidden", (await Desk(city).GetAsync(pair.Id, near)).Error?.Code);
        Assert.Equal(
            "registries.reach.forbidden", (await Desk(city).DecideAsync(pair.Id, "different", "不是", near)).Error?.Code);
        var reader = RegisterCity.Officer((RegistriesPermissions.Read, ""));
        Assert.Equal("registries.match.forbidden", (await Desk(city).GetAsync(pair.Id, reader)).Error?.Code);
    }

    private static IMatching Desk(TestDatabase city) => city.Get<IMatching>();

    internal static void Configure(IServiceCollection services, RegistryDeclaration people)
    {
        services.AddWords(typeof(RegistriesModule).Assembly);
        RegisterCity.Configure(
            services, Declared.Packs(Declared.Divisions, people, Declared.Visits), TimeProvider.System);
    }

    internal static async Task<TestDatabase> OpenAsync(Engine engine, RegistryDeclaration? people = null)
    {
        var city = await TestDatabase.CreateAsync(
            engine, s => Configure(s, people ?? People), typeof(RegistriesModule).Assembly);
        await city.Get<IRegisterTables>().EnsureAsync();
        await city.StartWorkersAsync();
        return city;
    }

    private static async Task<MatchCase> OnlyAsync(TestDatabase city) => Assert.Single(
        (await Desk(city).ListAsync(People, MatchStates.Open, null, 10, RegisterCity.Root)).Value.Items);

    private static async Task<Contracts.Import> ImportAsync(TestDatabase city, string text, bool match = false)
    {
        var imports = city.Get<IImports>();
        var kept = await imports.UploadAsync(
            People.Name, "file.csv", new MemoryStream(Encoding.UTF8.GetBytes(text)), RegisterCity.Root);
        var id = (await imports.StartAsync(
            new() { Register = People.Name, FileName = "file.csv", FileHash = kept.Value.FileHash, Match = match },
            RegisterCity.Root)).Value;
        await city.Get<IJobs>().WaitAsync(id).WaitAsync(TimeSpan.FromSeconds(60));
        var import = (await imports.GetAsync(id, RegisterCity.Root)).Value;
        Assert.Null(import.Error);
        return import;
    }

    private static async Task<int> FindAsync(TestDatabase city)
    {
        var before = await Desk(city).CountAsync(People, RegisterCity.Root);
        var id = (await Desk(city).FindDoublesAsync(People, RegisterCity.Root)).Value;
        var job = await city.Get<IJobs>().WaitAsync(id).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(JobState.Done, job.State);
        return (int)(await Desk(city).CountAsync(People, RegisterCity.Root) - before);
    }

    private static async Task<Dictionary<string, Dictionary<string, string?>>> RowsAsync(TestDatabase city) =>
        (await new ImportCity(city).RowsAsync(People)).ToDictionary(r => r["name"]!);
}

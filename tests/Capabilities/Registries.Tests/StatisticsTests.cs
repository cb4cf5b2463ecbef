using CsCheck;
using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Statistics;
using Lingnan.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Lingnan.Registries.Contracts.RegistriesPermissions;

namespace Lingnan.Registries.Tests;

public class StatisticsTests
{
    [Theory, EachDatabase]
    public async Task Rows_are_counted_by_region_time_and_code(Engine engine)
    {
        await using var city = await PeopleAsync(engine);
        var exact = RegisterCity.Root;
        Assert.Equal(["441900003=20", "441900004=7", "442000100=3", "=1"], await AskAsync(city, exact, "region:9"));
        Assert.Equal(["4419=27", "4420=3", "=1"], await AskAsync(city, exact, "region:4"));
        Assert.Equal(
            ["441900003 男=10", "441900003 女=10", "441900004 男=4", "441900004 女=3"],
            await AskAsync(city, exact, "region:9,sex", "region starts '4419'"));
        Assert.Equal(["1950=31"], await AskAsync(city, exact, "birth:year"));
        Assert.Equal(["1950-01=31"], await AskAsync(city, exact, "birth:month"));
    }

    [Theory, EachDatabase]
    public async Task Numbers_are_added_up_exactly(Engine engine)
    {
        await using var city = await PeopleAsync(engine);
        var answer = (await Statistics(city).CountAsync(
            Declared.People, new() { By = ["region:4"], Sums = ["height"], Unmask = true }, RegisterCity.Root,
            RegisterCity.Purpose)).Value;
        // Heights are 150.0, 150.1, … by number; every third row has none.
        var sum = answer.Cells.First(c => c.Key[0] == "4419").Sums["height"];
        var expected = Enumerable.Range(0, 27).Where(n => n % 3 != 0).Select(n => 150m + n / 10m).ToList();
        Assert.Equal((18L, expected.Sum(), decimal.Round(expected.Average(), 3)), (sum.Count, sum.Sum, sum.Average));
        Assert.Contains(city.Audit.Entries, e => e.Action == "registries.statistics-read" && e.Purpose != null);
    }

    [Fact]
    public async Task Small_cells_are_kept_back_from_whoever_may_not_read_them_all()
    {
        await using var city = await PeopleAsync(Engine.Sqlite);
        var local = RegisterCity.Officer((Read, "4419"));
        Assert.Equal(["441900003=20", "441900004=7"], await AskAsync(city, local, "region:9"));
        // Three and four of a town of seven; with all men counted, the men of the other town would tell them.
        Assert.Equal(
            ["441900003 男=?", "441900003 女=?", "441900004 男=?", "441900004 女=?"],
            await AskAsync(city, local, "region:9,sex"));
        var all = RegisterCity.Officer((Read, ""));
        Assert.Equal(["441900003=20", "441900004=7", "442000100=3", "=1"], await AskAsync(city, all, "region:9"));
        // By a field that lists mask, even they see no small cell without purpose.
        Assert.Equal("=?", (await AskAsync(city, all, "region:9,birth:month"))[^1][^2..]);
        Assert.Equal(4, (await Statistics(city).CountAsync(
            Declared.People, new() { By = ["region:9", "birth:month"], Unmask = true },
            RegisterCity.Officer((Read, ""), (Unmask, "")), RegisterCity.Purpose)).Value.Cells.Count(c => c.Count > 0));
    }

    [Fact]
    public async Task Open_registers_are_counted_by_public_fields_only()
    {
        await using var city = await RegisterCity.CreateAsync(Engine.Sqlite);
        await city.PutAsync(Declared.Divisions, new { code = "441900003", name = "莞城" });
        Assert.Equal(["4419=1"], await AskAsync(city, Caller.Nobody, "code:4", register: Declared.Divisions));
        Assert.Equal("registries.read.signed-out", (await Statistics(city).CountAsync(
            Declared.People, new() { By = ["sex"] }, Caller.Nobody, null)).Error!.Code);
        Assert.Equal("registries.read.forbidden", (await Statistics(city).CountAsync(
            Declared.Divisions, new() { By = ["code:4"], Where = "note = 'x'" }, Caller.Nobody, null)).Error!.Code);
    }

    [Theory]
    [InlineData("", "", "groups")]
    [InlineData("sex,sex,sex,sex", "", "groups")]
    [InlineData("name", "", "group")]
    [InlineData("number", "", "group")]
    [InlineData("mobile", "", "group")]
    [InlineData("region:7", "", "group")]
    [InlineData("birth:day", "", "group")]
    [InlineData("sex", "name", "sum")]
    [InlineData("sex", "income", "sum")]
    public async Task A_bad_count_is_told(string by, string sum, string code)
    {
        await using var city = await RegisterCity.CreateAsync(Engine.Sqlite);
        var answer = await Statistics(city).CountAsync(
            Declared.People, new() { By = Split(by), Sums = Split(sum) }, RegisterCity.Root, null);
        Assert.Equal("registries.statistics." + code, answer.Error!.Code);
    }

    [Fact]
    public void No_kept_cell_can_be_worked_out_from_a_line()
    {
        var cell = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Long[1, 12]);
        cell.Array[0, 16].Sample(drawn =>
        {
            var cells = drawn.DistinctBy(c => (c.Item1, c.Item2))
                .Select(c => ((IReadOnlyList<string?>)[$"{c.Item1}", $"{c.Item2}"], c.Item3)).ToList();
            var (kept, total) = SmallCells.KeepBack(cells);
            for (var i = 0; i < cells.Count; i++) if (cells[i].Item2 < SmallCells.Least) Assert.True(kept[i]);
            foreach (var line in Enumerable.Range(0, cells.Count).GroupBy(i => "a" + cells[i].Item1[0])
                .Concat(Enumerable.Range(0, cells.Count).GroupBy(i => "b" + cells[i].Item1[1])))
            {
                var hidden = line.Where(i => kept[i]).ToList();
                // Only a line of which nothing is shown may keep back fewer: its own sum is as small.
                Assert.True(hidden.Count == 0 || hidden.Count == line.Count()
                    || (hidden.Count > 1 && hidden.Sum(i => cells[i].Item2) >= SmallCells.Least));
            }
            if (cells.Count > 0 && cells.Sum(c => c.Item2) < SmallCells.Least) Assert.True(total);
        }, iter: 5_000);
    }

    private static async Task<RegisterCity> PeopleAsync(Engine engine)
    {
        var city = await RegisterCity.CreateAsync(engine);
        for (var n = 0; n < 31; n++)
            await city.PutAsync(Declared.People, new
            {
                // Odd sequences are men, and the sex follows from the number.
                number = ResidentId.Of("990001", new DateOnly(1950, 1, 1), n + 1).Value.ToString(), name = "张三",
                region = n < 20 ? "441900003" : n < 27 ? "441900004" : n < 30 ? "442000100" : null,
                height = n % 3 == 0
                ? null
                : (150m + n / 10m).ToString(System.Globalization.CultureInfo.InvariantCulture),
            });
        city.Audit.Clear();
        return city;
    }

    private static IRegisterStatistics Statistics(RegisterCity city) =>
        city.Services.GetRequiredService<IRegisterStatistics>();

    private static async Task<List<string>> AskAsync(
        RegisterCity city, Caller caller, string by, string? where = null, RegistryDeclaration? register = null)
    {
        var answer = (await Statistics(city).CountAsync(
            register ?? Declared.People,
            new() { By = Split(by), Where = where, Unmask = caller.Kind == CallerKind.System },
            caller, RegisterCity.Purpose)).Value;
        if (answer.KeptBack == 0) Assert.Equal(answer.Total, answer.Cells.Sum(c => c.Count));
        return [.. answer.Cells.OrderBy(c => c.Key[0] is null ? 1 : 0).Select(c =>
            string.Join(' ', c.Key.Zip(c.Titles, (k, t) => t?.Zh ?? k))
            .Trim() + "=" + (c.Count?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "?"))];
    }

    private static string[] Split(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries);
}

using CsCheck;
using Lingnan.Platform.Sealing;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;
using Lingnan.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Registries.Tests;

public class ListTests
{
    private static readonly string[] Names = ["张三", "李四", "王五", "阿依古丽·买买提", "𠮷野", "欧阳", "Zoe", "安"];

    [Theory, EachDatabase]
    public async Task Pages_joined_equal_the_whole_order_while_rows_come(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        await Gen.Select(
            Gen.Int[0, 4].Select(i => new[] { "name", "height", "birth", "id", null }[i]), Gen.Bool, Gen.Int[1, 7],
            Gen.Int[0, 40]).SampleAsync(async (sort, descending, limit, seed) =>
        {
            for (var i = 0; i < 3; i++) await Put(city, seed * 7 + i);
            var query = new RecordQuery { Sort = sort, Descending = descending, Limit = 200 };
            var whole = (await city.Registers.ListAsync(Declared.People, query, RegisterCity.Root, null)).Value;
            Assert.Null(whole.Next);

            var seen = new List<string>();
            string? cursor = null;
            var extra = 10_000 + seed * 100;
            do
            {
                var page = (await city.Registers.ListAsync(
                    Declared.People, query with { Limit = limit, Cursor = cursor }, RegisterCity.Root, null)).Value;
                seen.AddRange(page.Items.Select(r => r.Id));
                cursor = page.Next;
                if (seen.Count < 4) await Put(city, extra++);
            }
            while (cursor is not null);

            var before = whole.Items.Select(r => r.Id).ToList();
            Assert.Equal(seen.Count, seen.Distinct().Count());
            Assert.Equal(before, seen.Where(before.Contains));
        }, iter: 12, threads: 1);
    }

    [Theory, EachDatabase]
    public async Task Counting_ends_where_it_is_told_to(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        for (var i = 0; i < 5; i++) await Put(city, i);
        foreach (var (max, total, isMore) in new[] { (4, 4L, true), (5, 5L, false), (6, 5L, false), (0, 0L, true) })
        {
            var query = new RecordQuery { CountTotal = true, CountMax = max, Limit = 2 };
            var page = (await city.Registers.ListAsync(Declared.People, query, RegisterCity.Root, null)).Value;
            Assert.Equal((total, isMore), (page.Total, page.HasMoreThanTotal));
        }
    }

    [Theory, EachDatabase]
    public async Task Names_are_ordered_by_pinyin_alike_on_both_engines(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var n = 0;
        foreach (var name in new[] { "张三", "王五", "李四", "安", "赵六", "𠮷野", "陈七", "Zoe" })
            await city.PutAsync(Declared.People, new { number = Declared.Number(n++), name });
        var page = (await city.Registers.ListAsync(
            Declared.People, new() { Unmask = true }, RegisterCity.Root, RegisterCity.Purpose)).Value;
        var names = page.Items.Select(r => (string)r.Values["name"]!).ToList();
        Assert.Equal(["安", "陈七", "李四", "王五", "张三", "赵六"], names.Where(x => x is not ("Zoe" or "𠮷野")));
        Assert.Equal(names.OrderBy(
            x => x, StringComparer.Create(System.Globalization.CultureInfo.GetCultureInfo("zh-CN"), false)), names);
    }

    [Theory, EachDatabase]
    public async Task Filters_are_typed(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        foreach (var (n, height) in new[] { (1, "150"), (2, "160.5"), (3, null), (4, "170") })
            await city.PutAsync(
                Declared.People,
                new { number = Declared.Number(n), name = "张" + n, height,
                    region = n % 2 == 0 ? "441900003" : "442000100" });

        Assert.Equal(2, await Count("height:ge:160.5"));
        Assert.Equal(1, await Count("height:lt:160.5"));
        Assert.Equal(1, await Count("height:empty:true"));
        Assert.Equal(3, await Count("height:empty:false"));
        Assert.Equal(3, await Count("height:ne:170"));
        Assert.Equal(2, await Count("region:prefix:441900"));
        Assert.Equal(2, await Count("region:prefix:4420"));
        Assert.Equal(4, await Count("sex:eq:男"));
        Assert.Equal(1, await Count("number:eq:" + Declared.Number(2)));
        Assert.Equal(4, await Count("name:prefix:张"));

        async Task<long> Count(string filter)
        {
            var parts = filter.Split(':', 3);
            var page = await city.Registers.ListAsync(
                Declared.People, new() { Filters = [new(parts[0], parts[1], parts[2])], CountTotal = true },
                RegisterCity.Root, null);
            Assert.Equal(page.Value.Items.Count, page.Value.Total);
            return page.Value.Total!.Value;
        }
    }

    [Theory]
    [InlineData("height", "eq", "tall", "registries.filter.value")]
    [InlineData("height", "prefix", "1", "registries.filter.operator")]
    [InlineData("height", "like", "1", "registries.filter.operator")]
    [InlineData("number", "prefix", "99", "registries.filter.operator")]
    [InlineData("address", "eq", "x", "registries.filter.field")]
    [InlineData("nothing", "eq", "x", "registries.filter.field")]
    [InlineData("height", "empty", "maybe", "registries.filter.value")]
    [InlineData("sex", "eq", "7", "registries.filter.value")]
    public async Task A_bad_filter_is_told(string field, string op, string value, string code)
    {
        await using var city = await RegisterCity.CreateAsync(Engine.Sqlite);
        var result = await city.Registers.ListAsync(
            Declared.People, new() { Filters = [new(field, op, value)] }, RegisterCity.Root, null);
        Assert.Equal(code, result.Error!.Code);
    }

    [Fact]
    public async Task A_cursor_belongs_to_its_list()
    {
        await using var city = await RegisterCity.CreateAsync(Engine.Sqlite);
        for (var i = 0; i < 3; i++) await Put(city, i);
        var first = (await city.Registers.ListAsync(
            Declared.People, new() { Limit = 1 }, RegisterCity.Root, null)).Value;
        foreach (var query in new RecordQuery[]
        {
            new() { Cursor = first.Next, Descending = true }, new() { Cursor = first.Next, Sort = "height" },
            new() { Cursor = first.Next + "x" }, new() { Cursor = new string('A', 5000) },
        })
            Assert.Equal(
                "registries.list.cursor",
                (await city.Registers.ListAsync(Declared.People, query, RegisterCity.Root, null)).Error!.Code);
        Assert.Equal(
            "registries.list.limit",
            (await city.Registers.ListAsync(
                Declared.People, new() { Limit = 201 }, RegisterCity.Root, null)).Error!.Code);
    }

    [Theory, EachDatabase]
    public async Task Search_finds_by_the_beginning_of_names_and_codes(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        await city.PutAsync(Declared.Divisions, new { code = "441900003", name = "莞城街道" });
        await city.PutAsync(Declared.Divisions, new { code = "441900004", name = "东城街道" });
        foreach (var (search, count) in new[] { ("莞", 1), ("441900", 2), ("441900004", 1), ("街道", 0), ("%", 0),
            ("_", 0) })
            Assert.Equal(
                count,
                (await city.Registers.ListAsync(
                    Declared.Divisions, new() { Search = search }, RegisterCity.Root, null)).Value.Items.Count);
    }

    [Fact]
    public async Task A_page_walks_its_index_and_sorts_nothing()
    {
        await using var city = await RegisterCity.CreateAsync(Engine.Sqlite);
        await using var session = await city.Database.Database.ReadAsync();
        await using var command = session.Connection.CreateCommand();
        command.Transaction = session.Transaction;
        var tables = city.Services.GetRequiredService<RegisterTables>();
        var scope = ReadScope.Of(Declared.People, RegisterCity.Root, unmask: false, null).Value;
        var sql = ListSql.Of(
            tables, tables.Of(Declared.People), scope, new(), city.Services.GetRequiredService<ISealing>()).Value;
        foreach (var part in sql.Pages(
            new ListPosition(sql.Order.Name, ["3a"], "p_1"), Engine.Sqlite, sql.Read(null)))
        {
            await using var page = part(10).Command(session);
            var plan = await PlanAsync(command, page);
            Assert.Contains("SEARCH", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
        }
    }

    private static async Task<string> PlanAsync(
        System.Data.Common.DbCommand command, System.Data.Common.DbCommand page)
    {
        command.CommandText = "EXPLAIN QUERY PLAN " + page.CommandText;
        command.Parameters.Clear();
        foreach (System.Data.Common.DbParameter parameter in page.Parameters)
            command.Parameters.Add(new Microsoft.Data.Sqlite.SqliteParameter(parameter.ParameterName, parameter.Value));
        await using var reader = await command.ExecuteReaderAsync();
        var plan = "";
        while (await reader.ReadAsync()) plan += reader.GetString(3) + "\n";
        return plan;
    }

    private static Task<WriteOutcome> Put(RegisterCity city, int n) => city.WriteAsync(Declared.People, new
    {
        number = Declared.Number(n), name = Names[n % Names.Length],
        height = n % 3 == 0 ? null : (100 + n % 50).ToString(System.Globalization.CultureInfo.InvariantCulture),
    });
}

using CsCheck;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Sealing;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;
using Lingnan.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Registries.Tests;

/// <summary>Lists over several fields.</summary>
public class OrderTests
{
    private static readonly RegistryDeclaration People =
        Declared.People with { Orders = [["region", "birth"], ["region", "-height", "name"]] };

    [Theory, EachDatabase]
    public async Task Pages_joined_equal_the_whole_order(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine, Declared.Packs(Declared.Divisions, People));
        for (var i = 0; i < 60; i++)
            await city.PutAsync(People, new
            {
                number = Declared.Number(i * 211), name = "张" + (char)('a' + i % 3),
                region = i % 7 == 0 ? null : "44190000" + i % 3,
                height = i % 5 == 0 ? null : (150 + i % 4).ToString(System.Globalization.CultureInfo.InvariantCulture),
            });
        foreach (var sort in new[]
        {
            "region,birth", "-region,-birth", "region,-height,name", "-region,height,-name", "region,birth,id",
            "-region,-birth,-id", "region,-height,name,id", "birth", "-height", "-id",
        })
        {
            var query = new RecordQuery
            {
                Limit = 200, Unmask = true,
                Sorts = [.. sort.Split(',').Select(s => new RecordSort(s.TrimStart('-'), s[0] == '-'))],
            };
            var whole = await ListAsync(query);
            Assert.Equal(InOrder(whole.Items, query.Sorts), whole.Items.Select(r => r.Id));
            foreach (var limit in new[] { 1, 7, 59 })
            {
                var seen = new List<string>();
                string? cursor = null;
                do
                {
                    var page = await ListAsync(query with { Limit = limit, Cursor = cursor });
                    seen.AddRange(page.Items.Select(r => r.Id));
                    cursor = page.Next;
                }
                while (cursor is not null);
                Assert.Equal(whole.Items.Select(r => r.Id), seen);
            }
        }

        async Task<RecordPage> ListAsync(RecordQuery query) =>
            (await city.Registers.ListAsync(People, query, RegisterCity.Root, RegisterCity.Purpose)).Value;
    }

    [Theory]
    [InlineData("region,name", "registries.list.order")]
    [InlineData("region,-birth", "registries.list.order")]
    [InlineData("birth,region", "registries.list.order")]
    [InlineData("region,birth,-id", "registries.list.order")]
    [InlineData("birth,-id", "registries.list.order")]
    [InlineData("region,number", "registries.list.not-sortable")]
    [InlineData("region,nothing", "registries.list.not-sortable")]
    public async Task An_order_without_an_index_is_refused(string sort, string code)
    {
        await using var city =
            await RegisterCity.CreateAsync(Engine.Sqlite, Declared.Packs(Declared.Divisions, People));
        Assert.Equal(code, (await city.Registers.ListAsync(
            People,
            new() { Sorts = [.. sort.Split(',').Select(s => new RecordSort(s.TrimStart('-'), s[0] == '-'))] },
            RegisterCity.Root, null)).Error!.Code);
    }

    [Theory, EachDatabase]
    public async Task A_deep_page_begins_in_its_index(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine, Declared.Packs(Declared.Divisions, People));
        var tables = city.Services.GetRequiredService<RegisterTables>();
        var scope = ReadScope.Of(People, RegisterCity.Root, unmask: false, null).Value;
        await using var session = await city.Database.Database.ReadAsync();
        foreach (var descending in new[] { false, true })
        {
            var sql = ListSql.Of(
                tables, tables.Of(People), scope,
                new() { Sorts = [new("region", descending), new("birth", descending)] },
                city.Services.GetRequiredService<ISealing>()).Value;
            var at = new ListPosition(sql.Order.Name, ["441900003", "1950-01-01"], "p_1");
            foreach (var part in sql.Pages(at, engine, sql.Read(null)))
            {
                await using var page = part(100).Command(session);
                page.CommandText = (engine == Engine.Sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + page.CommandText;
                if (engine == Engine.Postgres)
                {
                    // An empty table is best read whole; what matters is what the index could do.
                    await using var off = session.Connection.CreateCommand();
                    (off.Transaction, off.CommandText) =
                        (session.Transaction, "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off");
                    await off.ExecuteNonQueryAsync();
                }
                await using var reader = await page.ExecuteReaderAsync();
                var plan = "";
                while (await reader.ReadAsync()) plan += reader.GetString(engine == Engine.Sqlite ? 3 : 0) + "\n";
                Assert.Contains("order_region_birth", plan, StringComparison.Ordinal);
                Assert.Contains(engine == Engine.Sqlite ? "SEARCH" : "Index Cond", plan, StringComparison.Ordinal);
                Assert.DoesNotContain(engine == Engine.Sqlite ? "TEMP B-TREE" : "Sort", plan, StringComparison.Ordinal);
            }
        }
    }

    private static IEnumerable<string> InOrder(
        IReadOnlyList<Contracts.Record> rows, IReadOnlyList<RecordSort> sorts)
    {
        var comparer = Comparer<object?>.Create((a, b) => (a, b) switch
        {
            (null, null) => 0,
            (null, _) => -1,
            (_, null) => 1,
            (string x, string y) => string.CompareOrdinal(x, y),
            _ => System.Collections.Comparer.Default.Compare(a, b),
        });
        IOrderedEnumerable<Contracts.Record>? ordered = null;
        foreach (var (field, descending) in sorts.Append(new("id", sorts[^1].Descending)))
        {
            object? Key(Contracts.Record r) => field == "id" ? r.Id : r.Values[field];
            ordered = (ordered, descending) switch
            {
                (null, false) => rows.OrderBy(Key, comparer),
                (null, true) => rows.OrderByDescending(Key, comparer),
                (_, false) => ordered.ThenBy(Key, comparer),
                _ => ordered.ThenByDescending(Key, comparer),
            };
        }
        return ordered!.Select(r => r.Id);
    }
}

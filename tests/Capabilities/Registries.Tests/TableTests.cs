using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;
using Lingnan.PackKit.Registries;
using Lingnan.Platform;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Evolution;
using Lingnan.Registries.Storage;
using Lingnan.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Registries.Tests;

public class TableTests
{
    [Theory, EachDatabase]
    public async Task A_field_may_be_added_and_old_rows_stay(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        await city.PutAsync(Declared.Divisions, new { code = "441900003", name = "莞城街道" });
        await Ensure(city, Declared.Divisions);
        var more = Declared.Divisions with
        {
            Version = 2,
            Fields = [.. Declared.Divisions.Fields, Declared.Field("area", FieldType.Number) with { Indexed = true }],
        };
        await Ensure(city, more);
        await using var session = await city.Database.Database.ReadAsync();
        Assert.Equal(1L, Convert.ToInt64(await RowCommands.ScalarAsync(
            session, new SqlText().Append("SELECT COUNT(*) FROM registries_test_division WHERE f_area IS NULL"),
            default), null));
    }

    [Theory, EachDatabase]
    public async Task A_beginning_that_nearly_all_names_have_is_no_reason_to_sort_them_all(Engine engine)
    {
        Assert.SkipWhen(engine == Engine.Sqlite, "SQLite has no such statistics.");
        await using var city = await RegisterCity.CreateAsync(engine);
        await city.PutAsync(Declared.Divisions, new { code = "441900003", name = "东莞" });
        var table = new PhysicalTable(Declared.Divisions);
        var values = table.Columns.Select(c => c.Name is "id" or "row_key" or "f_code" or "f_name"
            ? $"{c.Name} || n"
            : c.Name);
        await using var session = await city.Database.Database.WriteAsync();
        session.Unaudited("a test");
        await session.Connection.ExecuteAsync(
            $"INSERT INTO {table.Name} ({table.ColumnList}) SELECT {string.Join(", ", values)} "
            + $"FROM {table.Name}, generate_series(1, 3000) n; ANALYZE {table.Name}",
            transaction: session.Transaction);
        var plan = string.Join('\n', await session.Connection.QueryAsync<string>(
            $"EXPLAIN SELECT id FROM {table.Name} WHERE closed_at IS NULL "
            + $"AND {PhysicalTable.Filterable(table.Field("name"))} >= '东莞'",
            transaction: session.Transaction));
        var rows = int.Parse(Regex.Match(plan, "rows=(\\d+)").Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.InRange(rows, 2000, 4000);
    }

    [Theory, EachDatabase]
    public async Task What_would_lose_or_reread_data_is_refused_and_named(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var fields = Declared.Divisions.Fields;
        await Refused(
            Declared.Divisions with { Fields = [.. fields.Take(3)] }, "registries.declaration.column-removed");
        await Refused(Declared.Divisions with
        {
            Fields = [.. fields.Take(3), fields[3] with { Type = FieldType.Number }],
        }, "registries.declaration.column-retyped");
        await Refused(Declared.Divisions with
        {
            Fields = [.. fields.Take(3), fields[3] with { Privacy = Privacy.Sealed }],
        }, "registries.declaration.column-removed");
        await Refused(
            Declared.Divisions with { Fields = [.. fields.Take(3), fields[3] with { Pinyin = true }] },
            "registries.declaration.column-retyped");
        await Refused(Declared.Divisions with { Version = 0 }, "registries.declaration.older", changed: true);
        await Refused(Declared.Divisions with
        {
            Fields = [.. fields, Declared.Field("long", FieldType.Text) with { Indexed = true, MaxLength = 4000 }],
        }, "registries.declaration.index-too-long");
        await city.PutAsync(Declared.Divisions, new { code = "441900003", name = "同名" });
        await city.PutAsync(Declared.Divisions, new { code = "441900004", name = "同名" });
        await Refused(Declared.Divisions with
        {
            Fields = [fields[0], fields[1] with { Unique = true }, .. fields.Skip(2)],
        }, "registries.declaration.not-unique");
        await Ensure(city, Declared.Divisions);

        async Task Refused(RegistryDeclaration changedTo, string code, bool changed = false) =>
            Assert.Equal(code, (await Assert.ThrowsAsync<FaultException>(() => Ensure(city, changedTo))).Error.Code);
    }

    [Fact]
    public void Names_fit_every_engine_and_stay_apart()
    {
        var a = new PhysicalTable(Declared.Divisions with
        {
            Pack = "a-very-long-name-of-a-pack-for-one-office", Table = "a-very-long-name-of-a-table-one",
        });
        var b = new PhysicalTable(Declared.Divisions with
        {
            Pack = "a-very-long-name-of-a-pack-for-one-office", Table = "a-very-long-name-of-a-table-two",
        });
        var names = new[] { a, b }.SelectMany(
            t => t.Indexes.Select(i => i.Name).Append(t.Name).Append(t.History)).ToList();
        Assert.All(names, n => Assert.InRange(n.Length, 1, 63));
        Assert.Equal(names.Count, names.Distinct().Count());
    }

    private static async Task Ensure(RegisterCity city, RegistryDeclaration register) =>
        await Maker(city, new RegisterTables(Declared.Packs(register))).EnsureAsync();

    private static TableMaker Maker(RegisterCity city, RegisterTables tables) => new(
        tables, city.Database.Database,
        new EvolutionSteps(tables, city.Services.GetRequiredService<IJobs>(), city.Time),
        new IndexBuilds(city.Database.Database), new ExpressionStatistics(city.Database.Database), city.Time);
}

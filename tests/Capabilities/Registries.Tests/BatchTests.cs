using Lingnan.Platform.Storage;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;
using Lingnan.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Registries.Tests;

public class BatchTests
{
    private static readonly BatchOptions Import = new() { Caller = RegisterCity.Root, ImportId = "j_1", Reason = "导入" };

    [Theory, EachDatabase]
    public async Task A_batch_tells_of_each_row_what_became_of_it(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var old = await city.PutAsync(
            Declared.People, new { number = Declared.Number(1), name = "张三", height = "170" });
        await city.PutAsync(Declared.People, new { number = Declared.Number(2), name = "李四" });
        city.Audit.Clear();

        var written = await WriteAsync(city, Import,
            Row(2, 1, "张三", 171m), Row(3, 2, "李四"), Row(4, 3, "王五"), Row(5, 3, "王五"),
            Row(6, 4, "赵六", home: "441900009"));

        Assert.Equal([RowOutcome.Changed, RowOutcome.Unchanged, RowOutcome.Created, RowOutcome.Refused,
            RowOutcome.Refused], written.Select(w => w.Outcome));
        Assert.Equal(old, written[0].Id);
        Assert.Equal(
            ("registries.row.duplicate-in-file", 4L),
            (written[3].Faults[0].Error.Code, (long)written[3].Faults[0].Error.Args["line"]!));
        Assert.Equal(
            ("home", "registries.field.unknown-reference"),
            (written[4].Faults[0].Field, written[4].Faults[0].Error.Code));
        var entry = Assert.Single(city.Audit.Entries);
        Assert.Equal("registries.rows-written", entry.Action);
        Assert.Contains("\"refused\":2", entry.DetailJson!, StringComparison.Ordinal);

        var later = await WriteAsync(city, Import, Row(7, 1, "张三", 171m), Row(8, 2, "李四改"), Row(9, 3, "王五"));
        Assert.All(later, w => Assert.Equal("registries.row.duplicate-in-file", Assert.Single(w.Faults).Error.Code));
        Assert.Equal([2L, 3L, 4L], later.Select(w => (long)w.Faults[0].Error.Args["line"]!));

        var next = await WriteAsync(
            city, Import with { ImportId = "j_2", UpdateExisting = false }, Row(2, 1, "张三"), Row(3, 9, "新人"));
        Assert.Equal(["registries.row.exists", null], next.Select(w => w.Faults.FirstOrDefault()?.Error.Code));
    }

    [Theory, EachDatabase]
    public async Task A_row_that_stands_already_is_not_written_but_a_second_line_of_it_is_refused(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        await WriteAsync(city, Import, Row(2, 1, "张三"));
        var again = Import with { ImportId = "j_2" };
        Assert.Equal(RowOutcome.Unchanged, (await WriteAsync(city, again, Row(2, 1, "张三")))[0].Outcome);

        var second = (await WriteAsync(city, again, Row(7, 1, "张三丰")))[0];
        Assert.Equal(
            ("registries.row.duplicate-in-file", 2L),
            (second.Faults[0].Error.Code, (long)second.Faults[0].Error.Args["line"]!));
        await using var session = await city.Database.Database.ReadAsync();
        Assert.Equal("j_1", await RowCommands.ScalarAsync(
            session, new SqlText().Append("SELECT import_id FROM registries_test_person"), default));
    }

    [Theory, EachDatabase]
    public async Task An_uncommitted_batch_leaves_no_trace(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        await using (var session = await city.Database.Database.WriteAsync())
            Assert.Equal(
                RowOutcome.Created,
                (await Store(city).WriteBatchAsync(session, Declared.People, [Row(2, 1, "张三")], Import))[0].Outcome);
        Assert.Empty((await city.Registers.ListAsync(Declared.People, new(), RegisterCity.Root, null)).Value.Items);
        Assert.Empty(city.Audit.Entries);
    }

    [Theory, EachDatabase]
    public async Task A_row_may_refer_to_one_above_it_in_the_same_batch(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        await using var session = await city.Database.Database.WriteAsync();
        var rows = new[] { Division("441900003", null), Division("441900003001", "441900003"),
            Division("441900005001", "441900005"), Division("441900005", null) };
        var written = await Store(city).WriteBatchAsync(session, Declared.Divisions, rows, Import);
        await session.CommitAsync();
        Assert.Equal(
            [RowOutcome.Created, RowOutcome.Created, RowOutcome.Refused, RowOutcome.Created],
            written.Select(w => w.Outcome));
        Assert.Equal(written[0].Id, (await city.ReadWholeAsync(Declared.Divisions, written[1].Id!)).Values["parent"]);

        static ValidRow Division(string code, string? parent) =>
            new() { Values = new Dictionary<string, object?> { ["code"] = code, ["name"] = "某地",
                ["parent"] = parent } };
    }

    [Theory, EachDatabase]
    public async Task A_full_batch_is_written_in_one_go(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var rows = Enumerable.Range(0, RegistriesLimits.BatchRowsMax).Select(i => Row(i + 2, i, "人" + i)).ToArray();
        Assert.All(await WriteAsync(city, Import, rows), w => Assert.Equal(RowOutcome.Created, w.Outcome));
        var changed = Enumerable.Range(0, rows.Length).Select(i => Row(i + 2, i, "人" + i, 150m)).ToArray();
        Assert.All(
            await WriteAsync(city, Import with { ImportId = "j_2" }, changed),
            w => Assert.Equal(RowOutcome.Changed, w.Outcome));
        var page = (await city.Registers.ListAsync(
            Declared.People, new() { CountTotal = true, Limit = 1 }, RegisterCity.Root, null)).Value;
        Assert.Equal(rows.Length, page.Total);
        Assert.Equal(2, page.Items[0].Version);
    }

    private static RowStore Store(RegisterCity city) => city.Services.GetRequiredService<RowStore>();

    private static async Task<IReadOnlyList<RowWritten>> WriteAsync(
        RegisterCity city, BatchOptions options, params ValidRow[] rows)
    {
        await using var session = await city.Database.Database.WriteAsync();
        var written = await Store(city).WriteBatchAsync(session, Declared.People, rows, options);
        await session.CommitAsync();
        return written;
    }

    private static ValidRow Row(long line, int n, string name, decimal? height = null, string? home = null)
    {
        var values = new Dictionary<string, object?> { ["number"] = Declared.Number(n), ["name"] = name };
        if (height is not null) values["height"] = height;
        if (home is not null) values["home"] = home;
        return new ValidRow { Line = line, Values = values };
    }
}

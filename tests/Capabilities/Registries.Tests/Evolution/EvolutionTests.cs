using Dapper;
using Lingnan.PackKit.Registries;
using Lingnan.Platform;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Evolution;
using Lingnan.Testing;

namespace Lingnan.Registries.Tests.Evolution;

public sealed class EvolutionTests
{
    [Theory, EachDatabase]
    public async Task Old_rows_read_in_the_new_shape_before_and_after_the_fill(Engine engine)
    {
        await using var city = await Evolving.CityAsync(engine, Evolving.First);
        var good = await Evolving.PutAsync(city, Evolving.First, new()
        {
            ["code"] = "1", ["contact"] = "张三 13800138000", ["area"] = "12.5", ["fax"] = "0769", ["addr"] = "莞太路",
        });
        var odd = await Evolving.PutAsync(city, Evolving.First, new()
        {
            ["code"] = "2", ["contact"] = "只有名字", ["area"] = "很大",
        });
        var mapped = await Evolving.PutAsync(city, Evolving.First, new() { ["code"] = "3", ["area"] = "约十" });
        await using var later = await Evolving.LaterAsync(city, Evolving.Last);
        await CheckAsync();
        Assert.Equal("registries.evolution.filling", await Evolving.FoundAsync(later, "phone = '13800138000'"));

        await later.StartWorkersAsync();
        var job = Assert.Single(await later.Get<IJobs>().ListAsync(FillJob.JobKind));
        Assert.Equal(JobState.Done, (await later.Get<IJobs>().WaitAsync(job.Id)).State);
        await CheckAsync();
        Assert.Equal("1", await Evolving.FoundAsync(later, "phone = '13800138000'"));
        Assert.Equal("1,3", await Evolving.FoundAsync(later, "area >= 10"));
        Assert.Equal("1,2,3", await Evolving.FoundAsync(later, "kind = '零售'"));
        await using (var read = await later.Database.ReadAsync())
            Assert.Equal(["3 person", "4 area"], await read.Connection.QueryAsync<string>(
                "SELECT step || ' ' || field FROM registries_evolution_leftovers WHERE row_id = @odd ORDER BY step",
                new { odd }, read.Transaction));

        // What was closed is written no more, and shown to who asks for the past.
        var refused = (await later.Get<IRegisters>().UpsertAsync(
            Evolving.Last, new(good, new Dictionary<string, string?> { ["fax"] = "1" }, null, null),
            RegisterCity.Root)).Value;
        Assert.Equal("registries.field.unknown", Assert.Single(refused.Faults).Error.Code);
        await Evolving.PutAsync(later, Evolving.Last, new() { ["code"] = "1", ["phone"] = "13900139000" }, good);
        var history = (await later.Get<IRegisters>().HistoryAsync(
            Evolving.Last, good, true, RegisterCity.Root, RegisterCity.Purpose)).Value;
        Assert.Equal(["phone"], history[0].Changed);
        Assert.False(history[0].Record.Values.ContainsKey("contact"));
        Assert.Equal("张三 13800138000", history[1].Record.Values["contact"]);
        Assert.Equal("13800138000", history[1].Record.Values["phone"]);
        Assert.Equal("12.5", history[1].Record.Values["areaWas4"]);

        async Task CheckAsync()
        {
            var row = await Evolving.GetAsync(later, Evolving.Last, good);
            Assert.Equal(("张三", "13800138000", 12.5m, "莞太路", "零售"), (
                row["person"], row["phone"], row["area"], row["address"], row["kind"]));
            Assert.DoesNotContain("contact", row.Keys);
            Assert.DoesNotContain("fax", row.Keys);
            var left = await Evolving.GetAsync(later, Evolving.Last, odd);
            Assert.Equal((null, null, null), (left["person"], left["phone"], left["area"]));
            Assert.Equal(10m, (await Evolving.GetAsync(later, Evolving.Last, mapped))["area"]);
        }
    }

    [Theory, EachDatabase]
    public async Task A_fill_that_failed_is_told_and_tried_again(Engine engine)
    {
        await using var city = await Evolving.CityAsync(engine, Evolving.First);
        await Evolving.PutAsync(city, Evolving.First, new() { ["code"] = "1", ["contact"] = "张三 13800138000" });
        await using var later = await Evolving.LaterAsync(city, Evolving.Last);
        var evolution = later.Get<IEvolution>();
        await RunAsync("ALTER TABLE registries_test_shop RENAME COLUMN f_phone TO f_hidden");
        await later.StartWorkersAsync();
        await Eventually.TrueAsync(async () => (await evolution.StepsAsync()).Any(s => s.State == "failed"));
        Assert.Equal(
            "registries.evolution.nothing",
            (await evolution.ResumeAsync("test:none", RegisterCity.Root)).Error!.Code);
        await RunAsync("ALTER TABLE registries_test_shop RENAME COLUMN f_hidden TO f_phone");
        Assert.True((await evolution.ResumeAsync("test:shop", RegisterCity.Root)).IsOk);
        await Eventually.TrueAsync(async () => (await evolution.StepsAsync()).All(s => s.State == "done"));
        Assert.Equal("1", await Evolving.FoundAsync(later, "phone = '13800138000'"));
        Assert.False((await evolution.ResumeAsync("test:shop", RegisterCity.Root)).IsOk);

        async Task RunAsync(string sql)
        {
            await using var session = await later.Database.WriteAsync();
            session.Unaudited("test");
            await session.Connection.ExecuteAsync(sql, transaction: session.Transaction);
            await session.CommitAsync();
        }
    }

    [Theory, EachDatabase]
    public async Task A_declaration_that_no_step_explains_is_refused(Engine engine)
    {
        await using var city = await Evolving.CityAsync(engine, Evolving.First);
        await RefusedAsync(
            "registries.declaration.column-removed", Evolving.Last with { Changes = [], ClosedFields = [] });
        await RefusedAsync("registries.evolution.unexplained", Evolving.Last with
        {
            Fields = [.. Evolving.Last.Fields, Declared.Field("more", FieldType.Text)],
        });
        await using (var later = await Evolving.LaterAsync(city, Evolving.Last)) { }
        await RefusedAsync("registries.evolution.step-changed", Evolving.Last with
        {
            Changes = [.. Evolving.Last.Changes.Select(c => c.Step == 3 ? c with { Separator = "/" } : c)],
        });
        await RefusedAsync("registries.evolution.step-gone", Evolving.Last with
        {
            Changes = [.. Evolving.Last.Changes.Where(c => c.Step != 1)],
        });

        async Task RefusedAsync(string code, RegistryDeclaration register) => Assert.Equal(
            code,
            (await Assert.ThrowsAsync<FaultException>(() => Evolving.LaterAsync(city, register))).Error.Code);
    }
}

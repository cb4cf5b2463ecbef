using CsCheck;
using Lingnan.Kernel;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Features;
using Lingnan.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Registries.Tests;

public class ValidTimeTests
{
    private static readonly DateOnly First = new(2026, 2, 1);

    private static readonly Gen<(string Field, int Value, int From, int Days)> Write = Gen.Select(
        Gen.Bool.Select(b => b ? "address" : "mobile"), Gen.Int[0, 3], Gen.Int[-1, 40], Gen.Int[0, 20]);

    /// <summary>The oracle keeps for each moment of recording the values of each day; the register must agree at every
    /// moment and on every day.</summary>
    [Theory, EachDatabase]
    public async Task Any_point_in_both_times_tells_what_was_believed(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var n = 0;
        await Write.Array[1, 7].SampleAsync(async writes =>
        {
            var number = Declared.Number(n++);
            var created = await city.Registers.UpsertAsync(Declared.People, new RecordWrite(
                null, new Dictionary<string, string?> { ["number"] = number, ["name"] = "张三" }, null, null)
            {
                Effective = new(First, null),
            }, RegisterCity.Root);
            var id = created.Value.Record!.Id;
            var believed = Enumerable.Range(0, 60).ToDictionary(
                d => First.AddDays(d), _ => (Address: (string?)null, Mobile: (string?)null));
            var moments = new List<(DateTimeOffset At, Dictionary<DateOnly, (string?, string?)> Days)>
            {
                (city.Time.GetUtcNow(), new(believed)),
            };
            foreach (var (field, value, from, days) in writes)
            {
                city.Time.Advance(TimeSpan.FromSeconds(1));
                var text = value == 0 ? null : field == "mobile" ? "1380013800" + value : "和平路" + value;
                ValidPeriod? period = from < 0 ? null
                    : new(First.AddDays(from), days == 0 ? null : First.AddDays(from + days));
                var current = (await city.ReadWholeAsync(Declared.People, id)).ValidTo;
                var standing = await city.ReadWholeAsync(Declared.People, id);
                var outcome = await city.Registers.UpsertAsync(Declared.People, new RecordWrite(
                    id, new Dictionary<string, string?> { [field] = text }, null, "补登") { Effective = period },
                    RegisterCity.Root);
                Assert.True(outcome.IsOk, outcome.Error?.ToString());
                var touched = period ?? new(standing.ValidFrom, current);
                foreach (var day in believed.Keys.Where(touched.Holds).ToList())
                    believed[day] = field == "mobile"
                        ? believed[day] with { Mobile = text }
                        : believed[day] with { Address = text };
                moments.Add((city.Time.GetUtcNow(), new(believed)));
            }
            foreach (var (at, days) in moments)
                foreach (var day in Enumerable.Range(0, 30).Select(d => First.AddDays(d * 2)))
                {
                    var row = await city.Registers.GetAsOfAsync(
                        Declared.People, id, new(at, day), true, RegisterCity.Root, RegisterCity.Purpose);
                    Assert.Equal(
                        days[day], ((string?)row.Value.Values["address"], (string?)row.Value.Values["mobile"]));
                }
        }, iter: 12, threads: 1);
    }

    [Theory, EachDatabase]
    public async Task Before_it_was_known_or_held_a_row_answers_nothing(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var id = (await WriteAsync(city, null, new(First, null), ("number", Declared.Number(1)), ("name", "张三")))
            .Value.Record!.Id;
        await AssertCodeAsync(city, id, new(null, First.AddDays(-1)), "registries.row.not-then");
        await AssertCodeAsync(city, id, new(city.Time.GetUtcNow().AddSeconds(-1), First), "registries.row.not-then");
        await AssertCodeAsync(city, id, new(null, First), null);
        await AssertCodeAsync(city, "p_none", new(null, First), "registries.row.not-found");
        Assert.Equal(
            "registries.valid.before-beginning",
            (await WriteAsync(city, id, new(First.AddDays(-9), null), ("address", "和平路"))).Error!.Code);
        Assert.Equal(
            "registries.valid.no-days",
            (await WriteAsync(city, id, new(First.AddDays(3), First.AddDays(3)), ("address", "和平路"))).Error!.Code);
        Assert.Single((await city.Registers.HistoryAsync(Declared.People, id, false, RegisterCity.Root, null)).Value);
    }

    [Theory, EachDatabase]
    public async Task What_holds_from_a_day_to_come_takes_its_place_on_that_day(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var id = await city.PutAsync(
            Declared.People, new { number = Declared.Number(1), name = "张三", address = "旧路" });
        var moving = new DateOnly(2026, 3, 3);
        await WriteAsync(city, id, new(moving, null), ("address", "新路"));
        var before = await city.ReadWholeAsync(Declared.People, id);
        Assert.Equal(("旧路", moving), (before.Values["address"], before.ValidTo));

        await TurnAsync(city);
        Assert.Equal("旧路", (await city.ReadWholeAsync(Declared.People, id)).Values["address"]);
        city.Time.AdjustTime(new DateTimeOffset(2026, 3, 3, 0, 5, 0, TimeSpan.FromHours(8)));
        await TurnAsync(city);
        var after = await city.ReadWholeAsync(Declared.People, id);
        Assert.Equal(("新路", (DateOnly?)moving), (after.Values["address"], after.ValidFrom));
        Assert.True(after.Version > before.Version);
        var past = await city.Registers.GetAsOfAsync(
            Declared.People, id, new(null, moving.AddDays(-1)), true, RegisterCity.Root, RegisterCity.Purpose);
        Assert.Equal("旧路", past.Value.Values["address"]);
        await TurnAsync(city);
        Assert.Equal(after.Version, (await city.ReadWholeAsync(Declared.People, id)).Version);
    }

    [Theory, EachDatabase]
    public async Task A_correction_of_the_past_names_its_days_and_leaves_today(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var id = await city.PutAsync(
            Declared.People, new { number = Declared.Number(1), name = "张三", address = "今路" });
        var period = new ValidPeriod(new(2020, 1, 1), new(2021, 1, 1));
        await WriteAsync(city, id, period, ("address", "昔路"));
        Assert.Equal("今路", (await city.ReadWholeAsync(Declared.People, id)).Values["address"]);
        var history = (await city.Registers.HistoryAsync(
            Declared.People, id, true, RegisterCity.Root, RegisterCity.Purpose)).Value;
        var changed = Assert.Single(history, v => v.Action == RecordActions.Changed);
        Assert.Equal(["address"], changed.Changed);
        Assert.Equal(period, new(changed.Record.ValidFrom, changed.Record.ValidTo));
        Assert.All(history.Where(v => v.Action == RecordActions.Dated), v => Assert.Empty(v.Changed));
        Assert.Single(history, v => v.SupersededAt is not null);
        var again = await WriteAsync(city, id, period, ("address", "昔路"));
        Assert.Equal("unchanged", again.Value.Outcome);
    }

    private static Task<Result<WriteOutcome>> WriteAsync(
        RegisterCity city, string? id, ValidPeriod? period, params (string Field, string? Text)[] values) =>
        city.Registers.UpsertAsync(Declared.People, new RecordWrite(
            id, values.ToDictionary(v => v.Field, v => v.Text), null, null) { Effective = period }, RegisterCity.Root);

    private static async Task AssertCodeAsync(RegisterCity city, string id, AsOf asOf, string? code)
    {
        var row = await city.Registers.GetAsOfAsync(Declared.People, id, asOf, false, RegisterCity.Root, null);
        Assert.Equal(code, row.IsOk ? null : row.Error.Code);
    }

    private static async Task TurnAsync(RegisterCity city) => await ActivatorUtilities
        .CreateInstance<TurnOfDay>(city.Services).RunAsync(new SilentRun(), default);

    private sealed class SilentRun : IJobRun
    {
        public Job Job { get; } = new(
            "j_1", TurnOfDay.JobKind, JobState.Running, "{}", null, 0, null, "system", null, default, null);

        public Task CheckpointAsync(
            DbSession session, string progressJson, long done, long? total,
            CancellationToken cancellationToken = default) => Task.CompletedTask;
    }
}

using System.Globalization;
using System.Text;
using CsCheck;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Sources;
using Lingnan.Registries.Sources.Model;
using Lingnan.Testing;

namespace Lingnan.Registries.Tests.Sources;

public sealed class SourceWriteTests
{
    [Theory, EachDatabase]
    public async Task The_authority_stands_the_others_are_kept_and_only_what_differs_makes_a_version(Engine engine)
    {
        await using var city = await SourceCity.OpenAsync(engine);
        var number = Declared.Number(1);
        var id = await city.RowAsync("insurance", new { number, name = "张卫", address = "和平路" });
        Assert.Equal("张卫", await city.ValueAsync(id, "name"));
        Assert.Equal(id, await city.RowAsync("health", new { number, name = "章伟", address = "和平路8号" }));
        Assert.Equal("章伟", await city.ValueAsync(id, "name"));
        await city.RowAsync("police", new { number, name = "张伟", mobile = "13800138000" });
        Assert.Equal("张伟", await city.ValueAsync(id, "name"));
        Assert.Equal("和平路8号", await city.ValueAsync(id, "address"));
        var version = (await city.ReadWholeAsync(SourceCity.People, id)).Version;
        Assert.Equal("unchanged", (await city.SayAsync("insurance", new { number, name = "张维" })).Outcome);
        Assert.Equal(version, (await city.ReadWholeAsync(SourceCity.People, id)).Version);
        var links = await city.LinksAsync(id);
        Assert.Equal(
            [("health", 1L), ("insurance", 2L), ("police", 1L)],
            links.OrderBy(l => l.Source).Select(l => (l.Source, l.Version)));
        // What a source says of a person lies sealed, whole.
        Assert.DoesNotContain(links, l => Encoding.UTF8.GetString(l.Said).Contains('张'));
    }

    [Theory, EachDatabase]
    public async Task Two_sources_that_contradict_each_other_in_a_loop_move_nothing_after_the_first_round(Engine engine)
    {
        await using var city = await SourceCity.OpenAsync(engine);
        var number = Declared.Number(1);
        var id = await city.RowAsync("police", new { number, name = "张伟", plate = "AB001", height = "170" });
        await city.RowAsync("health", new { number, name = "章伟", plate = "AB002", height = "171" });
        var version = (await city.ReadWholeAsync(SourceCity.People, id)).Version;
        for (var round = 0; round < 20; round++)
        {
            await city.RowAsync("police", new { number, name = "张伟", plate = "AB001", height = "170.0" });
            await city.RowAsync("health", new { number, name = "章伟", plate = "AB002", height = "171" });
        }
        Assert.Equal(version, (await city.ReadWholeAsync(SourceCity.People, id)).Version);
        Assert.Equal("AB002", await city.ValueAsync(id, "plate"));
        Assert.All(await city.LinksAsync(id), l => Assert.Equal(1, l.Version));
        await using var session = await city.Database.Get<IDatabase>().ReadAsync();
        var cases = await SourceCaseLog.LatestAsync(session, SourceCity.People.Name, [id]);
        Assert.Equal(["height", "name", "plate"], cases.Keys.Select(k => k.Field).Order());
        Assert.All(cases.Values, c => Assert.Equal(SourceStates.Open, c.State));
    }

    [Theory, EachDatabase]
    public async Task A_source_that_withdraws_takes_its_values_along_and_the_row_stays(Engine engine)
    {
        await using var city = await SourceCity.OpenAsync(engine);
        var number = Declared.Number(1);
        var id = await city.RowAsync("health", new { number, name = "章伟", address = "和平路8号" });
        await city.RowAsync("police", new { number, name = "张伟", plate = "AB001", mobile = "13800138000" });
        await WithdrawAsync(city, id, "police");
        var row = await city.ReadWholeAsync(SourceCity.People, id);
        Assert.Equal(("章伟", null, null), (row.Values["name"], row.Values["plate"], row.Values["mobile"]));
        await WithdrawAsync(city, id, "health");
        row = await city.ReadWholeAsync(SourceCity.People, id);
        // A row keeps what it cannot be without; it is marked, not deleted.
        Assert.Equal(("章伟", number, null), (row.Values["name"], row.Values["number"], row.Values["address"]));
        await using (var session = await city.Database.Get<IDatabase>().ReadAsync())
            Assert.Equal(SourceStates.Open, (await SourceCaseLog.LatestAsync(
                session, SourceCity.People.Name, [id]))[(id, SourceCaseLog.WholeRow)].State);
        await city.RowAsync("health", new { number, name = "章伟" });
        await using var again = await city.Database.Get<IDatabase>().ReadAsync();
        Assert.Equal(SourceStates.Settled, (await SourceCaseLog.LatestAsync(
            again, SourceCity.People.Name, [id]))[(id, SourceCaseLog.WholeRow)].State);
    }

    [Theory, EachDatabase]
    public async Task A_row_written_without_a_source_is_the_word_of_the_original_one(Engine engine)
    {
        await using var city = await SourceCity.OpenAsync(engine);
        var number = Declared.Number(1);
        var id = await city.PutAsync(SourceCity.People, new { number, name = "张伟" });
        Assert.Equal("unchanged", (await city.SayAsync("health", new { number, name = "章伟" })).Outcome);
        Assert.Equal("张伟", await city.ValueAsync(id, "name"));
        Assert.Equal(["health", "police"], (await city.LinksAsync(id)).Select(l => l.Source).Order());
        // And when that source speaks for itself, it is the same link.
        await city.RowAsync("police", new { number, name = "张玮" });
        Assert.Equal("张玮", await city.ValueAsync(id, "name"));
        Assert.Equal(2, (await city.LinksAsync(id)).Count);
    }

    [Theory, EachDatabase]
    public async Task A_source_finds_its_row_by_its_own_key_and_bad_words_are_refused(Engine engine)
    {
        await using var city = await SourceCity.OpenAsync(engine);
        var id = await city.RowAsync("health", new { number = Declared.Number(1), name = "张伟" }, "H-1");
        Assert.Equal(id, await city.RowAsync("health", new { plate = "AB001" }, "H-1"));
        Assert.Equal("AB001", await city.ValueAsync(id, "plate"));
        foreach (var (write, code) in ((RecordWrite, string)[])
            [
                (new(null, new Dictionary<string, string?> { ["plate"] = "AB001" }, null, null) { Source = "health" },
                    "registries.source.no-key"),
                (new(null, new Dictionary<string, string?>(), null, null) { Source = "tax" },
                    "registries.source.unknown"),
                (new(null, new Dictionary<string, string?>(), null, null)
                {
                    Source = "police", Effective = new(new DateOnly(2027, 1, 1), null),
                }, "registries.source.dated"),
            ])
            Assert.Equal(code, (await city.Registers.UpsertAsync(
                SourceCity.People, write, RegisterCity.Root)).Error?.Code);
        Assert.Equal("registries.source.not-declared", (await city.Registers.UpsertAsync(
            Declared.Visits, new(null, new Dictionary<string, string?>(), null, null) { Source = "police" },
            RegisterCity.Root)).Error?.Code);
    }

    [Theory, EachDatabase]
    public async Task Any_walk_of_words_ends_where_the_rules_say(Engine engine)
    {
        await using var city = await SourceCity.OpenAsync(engine);
        var number = Declared.Number(1);
        var id = await city.RowAsync("police", new { number, name = "张伟" });
        var said = new Dictionary<(string Source, string Field), Said>
        {
            [("police", "name")] = new("police", "", "张伟", 0),
        };
        var fields = new Dictionary<string, string[]>
        {
            ["name"] = ["张伟", "章伟", "张玮"], ["address"] = ["和平路", "和平路8号", "", "东城"],
            ["height"] = ["170.0", "171.0", ""], ["plate"] = ["AB001", "AB002", ""],
        };
        string[] sources = ["police", "health", "insurance"];
        var steps = Gen.Select(
            Gen.Int[0, 2].Select(i => sources[i]), Gen.Int[0, 3].Select(i => fields.Keys.ElementAt(i)), Gen.Int[0, 3])
            .Array[60].Single();
        for (var i = 0; i < steps.Length; i++)
        {
            var (source, field, pick) = steps[i];
            var text = fields[field][pick % fields[field].Length];
            await city.SayAsync(source, new Dictionary<string, string?> { ["number"] = number, [field] = text });
            if (text.Length == 0) said.Remove((source, field));
            else if (said.GetValueOrDefault((source, field))?.Text != text)
                said[(source, field)] = new(source, source, text, i + 1);
            var row = await city.ReadWholeAsync(SourceCity.People, id);
            foreach (var name in fields.Keys)
                Assert.Equal(
                    Survivors.Choose(SourceCity.People.Sources!, name,
                        [.. said.Where(s => s.Key.Field == name).Select(s => s.Value)])?.Text,
                    Convert.ToString(row.Values[name], CultureInfo.InvariantCulture) is { Length: > 0 } shown
                        ? shown
                        : null);
        }
    }

    [Theory, EachDatabase]
    public async Task Links_follow_a_merge_and_go_back_when_it_is_undone(Engine engine)
    {
        await using var city = await SourceCity.OpenAsync(engine);
        var stays = await city.RowAsync("police", new { number = Declared.Number(1), name = "张伟" });
        var goes = await city.RowAsync(
            "health", new { number = Declared.Number(2), name = "章伟", mobile = "13800138000" }, "H-2");
        var merges = city.Database.Get<IMerges>();
        var merged = (await merges.MergeAsync(
            SourceCity.People, new(stays, goes, ["mobile"], "同一人", null, null), RegisterCity.Root)).Value;
        Assert.Equal(["health", "police"], (await city.LinksAsync(stays)).Select(l => l.Source).Order());
        Assert.Empty(await city.LinksAsync(goes));
        // The source goes on telling of its record, and is heard at the row that stays.
        Assert.Equal(stays, await city.RowAsync("health", new { plate = "AB001" }, "H-2"));
        Assert.True((await merges.UndoAsync(merged.MergeId!, "不是同一人", RegisterCity.Root)).IsOk);
        Assert.Equal("health", Assert.Single(await city.LinksAsync(goes)).Source);
        Assert.Equal(goes, await city.RowAsync("health", new { address = "东城" }, "H-2"));
        Assert.Equal("东城", await city.ValueAsync(goes, "address"));
        Assert.Equal("police", Assert.Single(await city.LinksAsync(stays)).Source);
    }

    [Theory, EachDatabase]
    public async Task What_a_source_said_while_two_rows_were_one_is_told_of_its_own_row_when_they_are_parted(
        Engine engine)
    {
        await using var city = await SourceCity.OpenAsync(engine);
        var stays = await city.RowAsync(
            "police", new { number = Declared.Number(1), name = "张伟", mobile = "13800138000" });
        var goes = await city.RowAsync(
            "health", new { number = Declared.Number(2), name = "章伟", address = "东城" }, "H-2");
        await city.RowAsync("insurance", new { number = Declared.Number(1), height = "170" });
        var typed = new RecordWrite(stays, new Dictionary<string, string?> { ["plate"] = "AB001" }, null, null);
        Assert.True((await city.Registers.UpsertAsync(SourceCity.People, typed, RegisterCity.Root)).IsOk);
        var merges = city.Database.Get<IMerges>();
        var merged = (await merges.MergeAsync(
            SourceCity.People, new(stays, goes, ["address"], "同一人", null, null), RegisterCity.Root)).Value;

        // Of the other person, though it is heard at the row that stays.
        await city.RowAsync(
            "health", new { plate = "AB002", mobile = "13900139000", address = "东城街道8号", height = "180" }, "H-2");
        Assert.Equal("AB002", await city.ValueAsync(stays, "plate"));
        Assert.True((await merges.UndoAsync(merged.MergeId!, "不是同一人", RegisterCity.Root)).IsOk);

        foreach (var (field, here, there) in ((string, object?, object?)[])[
            ("plate", "AB001", "AB002"), ("mobile", "13800138000", "13900139000"), ("address", null, "东城街道8号"),
            ("height", 170m, 180m), ("name", "张伟", "章伟")])
        {
            Assert.Equal(here, await city.ValueAsync(stays, field));
            Assert.Equal(there, await city.ValueAsync(goes, field));
        }
        var open = await city.Database.Get<ISources>().CountAsync(SourceCity.People, RegisterCity.Root);
        Assert.Equal((0, 0), open);
    }

    private static async Task WithdrawAsync(RegisterCity city, string id, string source)
    {
        var told = await city.Database.Get<ISources>().WithdrawAsync(
            SourceCity.People, id, source, "系统下线", RegisterCity.Root);
        Assert.True(told.IsOk, told.IsOk ? "" : told.Error.Code);
    }
}

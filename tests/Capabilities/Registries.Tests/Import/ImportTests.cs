using System.Text;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Testing;

namespace Lingnan.Registries.Tests.Import;

public sealed class ImportTests
{
    [Theory, EachDatabase]
    public async Task Each_format_brings_the_same_rows(Engine engine)
    {
        await using var city = await ImportCity.CreateAsync(engine);
        var files = new (string Name, byte[] Content)[]
        {
            ("a.csv", Encoding.UTF8.GetBytes($"number,字段name,字段height\n{Declared.Number(1)},张三,170.5\n")),
            ("a.xlsx", Workbooks.Of(["NUMBER", " ｎame ", "_note", "height"], [Declared.Number(2), "李四", "x", "170.5"])),
            ("a.jsonl", Encoding.UTF8.GetBytes($$"""{"number":"{{Declared.Number(3)}}","name":"王五","height":170.5}""")),
        };
        foreach (var (name, content) in files)
        {
            var import = await city.RunAsync(Declared.People, content, name);
            Assert.Equal((JobState.Done, 1L, 1L, 0L), (import.State, import.Rows, import.Created, import.Refused));
        }
        var rows = await city.RowsAsync(Declared.People);
        Assert.Equal(["张三", "李四", "王五"], rows.Select(r => r["name"]).Order(StringComparer.Ordinal));
        Assert.All(rows, r => Assert.Equal("170.5", r["height"]));
    }

    [Theory, EachDatabase]
    public async Task Each_bad_value_is_told_with_line_column_and_rule_and_the_rest_goes_in(Engine engine)
    {
        await using var city = await ImportCity.CreateAsync(engine);
        var wrongDigit = Declared.Number(9)[..17] + (Declared.Number(9)[17] == '1' ? '2' : '1');
        var import = await city.RunAsync(Declared.Visits,
            "person,day,place\nx,2026-02-30,甲\n", name: "v.csv");
        Assert.Contains(await city.RefusedAsync(import), r => r is { Line: 2, Column: "day", Value: "2026-02-30" });

        await city.RunAsync(Declared.Divisions, "code,name\n441900003,莞城街道\n");
        import = await city.RunAsync(Declared.People, $"""
            number,name,region,height,plate
            {Declared.Number(1)},张三,,,
            {wrongDigit},李四,,,
            {Declared.Number(2)},王五,999999,,
            {Declared.Number(3)},赵六,,900,
            {Declared.Number(4)},,,,
            {Declared.Number(5)},钱七,,,a1
            {Declared.Number(1)},张三,,,
            """);
        Assert.Equal((JobState.Done, 7L, 1L, 6L), (import.State, import.Rows, import.Created, import.Refused));
        var refused = await city.RefusedAsync(import);
        Assert.Equal(
            [(3L, "number"), (4L, "region"), (5L, "height"), (6L, "name"), (7L, "plate"), (8L, null)],
            refused.Select(r => (r.Line, r.Column)));
        Assert.DoesNotContain(wrongDigit, refused[0].Value!, StringComparison.Ordinal);
        Assert.Equal("registries.row.duplicate-in-file", refused[^1].Fault.Error.Code);
        Assert.Equal("2", refused[^1].Fault.Error.Args["line"]?.ToString());
        var rules = (await city.Imports.RefusedByRuleAsync(import.JobId, RegisterCity.Root)).Value;
        Assert.Equal(6, rules.Sum(r => r.Count));
    }

    [Theory, EachDatabase]
    public async Task A_village_is_taken_where_the_city_lists_towns_only(Engine engine)
    {
        await using var city = await ImportCity.CreateAsync(engine);
        await city.RunAsync(Declared.Divisions, "code,name\n441900003,莞城街道\n442000001,石岐街道\n442000001001,城中社区\n");
        var import = await city.RunAsync(Declared.People, $"""
            number,name,region
            {Declared.Number(1)},张三,441900003001
            {Declared.Number(2)},李四,441900004001
            {Declared.Number(3)},王五,442000001001
            {Declared.Number(4)},赵六,442000001002
            """);
        Assert.Equal([3L, 5L], (await city.RefusedAsync(import)).Select(r => r.Line));
        Assert.Equal(2, import.Created);
    }

    [Theory, EachDatabase]
    public async Task Keys_that_exist_are_changed_or_refused_as_asked(Engine engine)
    {
        await using var city = await ImportCity.CreateAsync(engine);
        await city.RunAsync(Declared.People, $"number,name\n{Declared.Number(1)},张三\n");
        var strict = await city.RunAsync(
            Declared.People, $"number,name\n{Declared.Number(1)},张改\n", updateExisting: false);
        Assert.Equal((0L, 1L), (strict.Changed, strict.Refused));
        var update = await city.RunAsync(Declared.People, $"number,name\n{Declared.Number(1)},张改\n");
        Assert.Equal((1L, 0L), (update.Changed, update.Refused));
        Assert.Equal(1, (await city.RunAsync(Declared.People, $"number,name\n{Declared.Number(1)},张改\n")).Unchanged);
    }

    [Theory, EachDatabase]
    public async Task A_trial_finds_what_the_import_would_find_and_writes_nothing(Engine engine)
    {
        await using var city = await ImportCity.CreateAsync(engine);
        // Parents stand in an earlier batch than their children, and one key comes again in a later batch.
        var text = new StringBuilder("code,name,parent\n441900,东莞市,\n");
        for (var i = 1; i <= 700; i++) text.Append($"441900{i:000}000,街道{i},441900\n");
        text.Append("441900001000,又一次,441900\n441900999000,孤,441901\n");

        var trial = await city.RunAsync(Declared.Divisions, text.ToString(), dryRun: true);
        Assert.Empty(await city.RowsAsync(Declared.Divisions));
        var real = await city.RunAsync(Declared.Divisions, text.ToString());
        Assert.Equal((real.Rows, real.Created, real.Refused), (trial.Rows, trial.Created, trial.Refused));
        Assert.Equal((703L, 701L, 2L), (real.Rows, real.Created, real.Refused));
        Assert.Equal(
            (await city.RefusedAsync(real)).Select(r => (r.Line, r.Column, r.Fault.Error.Code)),
            (await city.RefusedAsync(trial)).Select(r => (r.Line, r.Column, r.Fault.Error.Code)));
    }

    [Theory, EachDatabase]
    public async Task Refused_rows_mended_and_sent_again_go_in(Engine engine)
    {
        await using var city = await ImportCity.CreateAsync(engine);
        var import = await city.RunAsync(Declared.People,
            $"number,name,address,height\n{Declared.Number(1)},张三,'=1+1,170\n{Declared.Number(2)},李四,\"=cmd|'/c calc'!A0\",17x\n{Declared.Number(3)},王五,\"东,城\"\"街\",abc\n");
        Assert.Equal((1L, 2L), (import.Created, import.Refused));
        var mend = await city.MendFileAsync(import);
        Assert.StartsWith("\uFEFFnumber,name,address,height,_line,_column,", mend, StringComparison.Ordinal);
        Assert.DoesNotContain(mend.Split('\n').SelectMany(l => l.Split(',')), c => c.TrimStart('"').StartsWith('='));

        var again = await city.RunAsync(
            Declared.People,
            mend.Replace("17x", "171", StringComparison.Ordinal).Replace(",abc,", ",172,", StringComparison.Ordinal));
        Assert.Equal((2L, 0L), (again.Created, again.Refused));
        var rows = await city.RowsAsync(Declared.People);
        Assert.Equal(
            ["=1+1", "=cmd|'/c calc'!A0", "东,城\"街"], rows.Select(r => r["address"]!).Order(StringComparer.Ordinal));
    }

    [Theory, EachDatabase]
    public async Task A_json_line_leaves_what_it_does_not_speak_of_as_it_is(Engine engine)
    {
        await using var city = await ImportCity.CreateAsync(engine);
        await city.RunAsync(Declared.People, $"number,name,address\n{Declared.Number(1)},张三,莞城\n");
        var import = await city.RunAsync(Declared.People, Encoding.UTF8.GetBytes(
            $$"""{"number":"{{Declared.Number(1)}}","name":"张三","plate":"AB123"}""" + "\n"
            + $$"""{"number":"{{Declared.Number(2)}}"}"""), "a.jsonl");
        Assert.Equal((1L, 1L), (import.Changed, import.Refused));
        Assert.Equal("name", Assert.Single(await city.RefusedAsync(import)).Column);
        var row = Assert.Single(await city.RowsAsync(Declared.People));
        Assert.Equal(("莞城", "AB123"), (row["address"], row["plate"]));
    }

    [Theory, EachDatabase]
    public async Task A_bad_json_line_comes_back_in_the_mend_file_as_it_was(Engine engine)
    {
        await using var city = await ImportCity.CreateAsync(engine);
        var import = await city.RunAsync(Declared.People,
            Encoding.UTF8.GetBytes($$"""{"number":"{{Declared.Number(1)}}","name":"张三","heigth":"170"}""" + "\n"),
            "a.jsonl");
        Assert.Equal(1, import.Refused);
        Assert.Contains("张三", await city.MendFileAsync(import), StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task A_mended_json_line_leaves_what_it_never_spoke_of_as_it_is(Engine engine)
    {
        await using var city = await ImportCity.CreateAsync(engine);
        await city.RunAsync(Declared.People, $"number,name,address,plate\n{Declared.Number(1)},张三,莞城,AB123\n");
        var import = await city.RunAsync(Declared.People, Encoding.UTF8.GetBytes(
            $$"""{"number":"{{Declared.Number(1)}}","name":"张三","plate":null,"height":"17x"}""" + "\n"), "a.jsonl");
        Assert.Equal(1, import.Refused);
        var mend = await city.MendFileAsync(import);
        Assert.DoesNotContain("address", mend, StringComparison.Ordinal);

        var again = await city.RunAsync(
            Declared.People, Encoding.UTF8.GetBytes(mend.Replace("17x", "171", StringComparison.Ordinal)), "a.jsonl");
        Assert.Equal((1L, 0L), (again.Changed, again.Refused));
        var row = Assert.Single(await city.RowsAsync(Declared.People));
        Assert.Equal(("莞城", null, "171.0"), (row["address"], row["plate"], row["height"]));
    }

    [Theory, EachDatabase]
    public async Task Statements_and_scripts_are_texts_like_any_other(Engine engine)
    {
        await using var city = await ImportCity.CreateAsync(engine);
        string[] texts = ["'; DROP TABLE reg_test_person; --", "<script>alert(1)</script>", "%' OR 1=1 --", "{{7*7}}",
            "${jndi:ldap://x}", "\\'; SELECT 1"];
        var lines = texts.Select((t, i) => $"{Declared.Number(i)},张三,\"{t}\"");
        var import = await city.RunAsync(Declared.People, "number,name,address\n" + string.Join('\n', lines));
        Assert.Equal(texts.Length, import.Created);
        Assert.Equal(
            texts.Order(StringComparer.Ordinal),
            (await city.RowsAsync(Declared.People)).Select(r => r["address"]!).Order(StringComparer.Ordinal));

        // In every field at once: each value is refused or kept, never run.
        var fields = Declared.People.Fields.Select(f => f.Name).ToList();
        var hostile = await city.RunAsync(
            Declared.People, string.Join(',', fields) + "\n" + string.Join(',', fields.Select(_ => $"\"{texts[0]}\"")));
        Assert.Equal((JobState.Done, 1L), (hostile.State, hostile.Refused));
        Assert.Equal(texts.Length, (await city.RowsAsync(Declared.People)).Count);
    }

    [Theory, EachDatabase]
    public async Task A_file_without_a_required_column_is_refused_with_its_name(Engine engine)
    {
        await using var city = await ImportCity.CreateAsync(engine);
        var import = await city.RunAsync(Declared.People, "name,height\n张三,170\n");
        Assert.Equal((JobState.Failed, "registries.import.missing-columns"), (import.State, import.Error?.Code));
        Assert.Contains("number", import.Error!.Args["columns"]!.ToString()!, StringComparison.Ordinal);
        Assert.Equal("registries.import.same-column",
            (await city.Imports.UploadAsync(
                "test:person", "a.csv", new MemoryStream("number,NUMBER\n1,2\n"u8.ToArray()),
                RegisterCity.Root)).Error!.Code);
    }

    [Theory, EachDatabase]
    public async Task An_import_and_its_refused_rows_are_for_those_who_may_see_them(Engine engine)
    {
        await using var city = await ImportCity.CreateAsync(engine);
        var import = await city.RunAsync(Declared.People, $"number,name,height\n{Declared.Number(1)},张三,abc\n");
        var other = RegisterCity.Officer((RegistriesPermissions.Import, "441900003")) with { AccountId = "a_9" };
        Assert.False((await city.Imports.WriteRefusedAsync(import.JobId, new MemoryStream(), other)).IsOk);
        Assert.False((await city.Imports.GetAsync(import.JobId, other)).IsOk);
        Assert.False((await city.Imports.RefusedAsync(import.JobId, 0, 10, other)).IsOk);
        Assert.False((await city.Imports.CancelAsync(import.JobId, other)).IsOk);
        Assert.Empty((await city.Imports.ListAsync(null, other)).Value);

        var own = await city.StartAsync(
            Declared.People, Encoding.UTF8.GetBytes("number,name\n1,2\n"), "own.csv", caller: other);
        Assert.True((await city.Imports.GetAsync(own, other)).IsOk);
        Assert.Equal(own, Assert.Single((await city.Imports.ListAsync(null, other)).Value).JobId);
        var nobody = RegisterCity.Officer((RegistriesPermissions.Read, "44"));
        Assert.False((await city.Imports.ListAsync(null, nobody)).IsOk);
        Assert.False((await city.Imports.UploadAsync("test:person", "a.csv", new MemoryStream(), nobody)).IsOk);
    }

    [Theory, EachDatabase]
    public async Task A_cancelled_import_keeps_whole_batches_and_counts_them(Engine engine)
    {
        await using var city = await ImportCity.CreateAsync(engine);
        var text = "number,name\n"
            + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{Declared.Number(i)},张三\n"));
        var id = await city.StartAsync(Declared.People, Encoding.UTF8.GetBytes(text), "big.csv");
        await Eventually.TrueAsync(async () => (await city.GetAsync(id)).Rows > 0);
        Assert.True((await city.Imports.CancelAsync(id, RegisterCity.Root)).IsOk);
        await city.Database.Get<IJobs>().WaitAsync(id).WaitAsync(TimeSpan.FromSeconds(60));
        var import = await city.GetAsync(id);
        Assert.Equal(JobState.Cancelled, import.State);
        Assert.InRange(import.Rows, 1, 19_999);
        Assert.Equal(import.Created, await KillImportTests.CountAsync(city.Database, Declared.People));
    }
}

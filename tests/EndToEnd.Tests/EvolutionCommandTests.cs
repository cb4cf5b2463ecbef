using Lingnan.Testing;
using Microsoft.Data.Sqlite;

namespace Lingnan.EndToEnd.Tests;

/// <summary><c>evolution</c>: a pack changes between two starts of a city, and the work at it is looked at, paused and
/// resumed from the command line.</summary>
public sealed class EvolutionCommandTests : IDisposable
{
    private const string Stall = "markets:stall";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_work_at_a_changed_register_is_shown_paused_and_resumed()
    {
        var data = Path.Combine(_folder.Path, "city");
        Write("contact", "");
        var file = Path.Combine(_folder.Path, "stalls.csv");
        await File.WriteAllTextAsync(file, "code,contact\n1,张三 13800138000\n2,只有名字\n");
        Assert.Contains("2 created", await SaidAsync(0, ["import", Stall, file], data));
        Assert.Contains("No register has changed", await SaidAsync(0, ["evolution"], data));

        Write("person", """
            changes:
              - step: 1
                date: '2026-11-23'
                split: { field: contact, into: [person, phone], separator: ' ' }
            """);
        await using var city = await RunningCity.StartAsync("none", data, "--packs", Packs);
        await SaidAsync(0, ["evolution", "--wait"], data);
        var done = await SaidAsync(0, ["evolution"], data);
        Assert.Contains(Stall, done);
        Assert.Matches(@"1  split   contact -> person, phone  done, 1 values unread", done);

        // As a large register would be found: work to do, of which no job has taken hold yet.
        await SetAsync(data, "filling");
        Assert.Contains("filling, 2 of 2 rows (100%)", await SaidAsync(0, ["evolution"], data));
        Assert.Contains("paused", await SaidAsync(0, ["evolution", "pause", Stall], data));
        Assert.Contains("paused, 2 of 2 rows", await SaidAsync(0, ["evolution"], data));
        Assert.Contains("(registries.evolution.nothing)", await SaidAsync(1, ["evolution", "pause", Stall], data));
        Assert.DoesNotContain("paused", await SaidAsync(0, ["evolution", "resume", Stall], data));
        Assert.Contains("done", await SaidAsync(0, ["evolution", "--wait"], data));
        Assert.Contains("(registries.evolution.nothing)", await SaidAsync(1, ["evolution", "resume", Stall], data));
        Assert.Contains("(host.register-name)", await SaidAsync(1, ["evolution", "resume", "stall"], data));
    }

    private string Packs => Path.Combine(_folder.Path, "packs");

    private async Task<string> SaidAsync(int expected, string[] asked, string data)
    {
        var (code, output) = await RunningCity.RunAsync(
            [.. asked, "--preset", "none", "--data", data, "--packs", Packs]);
        Assert.True(code == expected, output);
        return output;
    }

    private static async Task SetAsync(string data, string state)
    {
        await using var db = new SqliteConnection($"Data Source={Path.Combine(data, "lingnan.db")}");
        await db.OpenAsync();
        await using var command = db.CreateCommand();
        command.CommandText = "UPDATE registries_evolution SET state = $state";
        command.Parameters.AddWithValue("$state", state);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    private void Write(string listed, string changes)
    {
        var pack = Path.Combine(Packs, "markets");
        Directory.CreateDirectory(Path.Combine(pack, "registries"));
        File.WriteAllText(Path.Combine(pack, "pack.yaml"), """
            id: markets
            title: { zh: 集市, en: Markets }
            summary: { zh: 集市的摊位, en: Stalls of markets }
            owner: { zh: 商务局, en: Commerce bureau }
            """);
        File.WriteAllText(Path.Combine(pack, "README.md"), "# Markets\n");
        File.WriteAllText(Path.Combine(pack, "scenario.yaml"), """
            steps:
              - title: { zh: 列出, en: List }
                verb: list
                args: { register: stall }
                expect: { count: 0 }
            """);
        var fields = changes.Length == 0 ? "" : Field("person", "text") + Field("phone", "mobile");
        File.WriteAllText(Path.Combine(pack, "registries", "stall.yaml"), $$"""
            version: {{(changes.Length == 0 ? 1 : 2)}}
            title: { zh: 摊位, en: Stalls }
            summary: { zh: 一行一个摊位, en: A row is a stall }
            owner: { zh: 商务局, en: Commerce bureau }
            idPrefix: mks
            titleField: code
            key: [code]
            listFields: [code, {{listed}}]
            {{changes}}
            fields:
            {{Field("code", "text", "required: true, ")}}{{Field("contact", "text")}}{{fields}}
            examples:
              - title: 好的
                values: { code: '1' }
            """);
    }

    private static string Field(string name, string type, string more = "") =>
        $"  - {{ name: {name}, title: {{ zh: {name}, en: {name} }}, {more}type: {type} }}\n";
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lingnan.Platform.Storage;
using Lingnan.Testing;

namespace Lingnan.Registries.Tests.Merging;

public sealed class MergeHttpTests
{
    private const string Person = "/api/registries/test/person";
    private const string Visit = "/api/registries/test/visit";

    [Theory, EachDatabase]
    public async Task Circles_of_merges_are_refused(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(engine);
        using var officer = city.As("read@,write@,merge@");
        var (a, b, c) = (await PersonAsync(officer, 1), await PersonAsync(officer, 2), await PersonAsync(officer, 3));
        (await MergeAsync(officer, b, a)).EnsureSuccessStatusCode();
        await RefusedAsync(a, b);
        (await MergeAsync(officer, c, b)).EnsureSuccessStatusCode();
        // C into A would close the circle: A is B by now, and B is C.
        await RefusedAsync(a, c);
        await RefusedAsync(b, c);
        using var own = await MergeAsync(officer, c, c);
        Assert.Equal("registries.merge.same-row", await CodeAsync(own));
        // Each old id leads on to the row that stands.
        foreach (var id in (string[])[a, b, c]) Assert.Equal(c, await IdAsync(officer, id));

        async Task RefusedAsync(string survivor, string loser)
        {
            using var refused = await MergeAsync(officer, survivor, loser);
            var told = await HttpCity.JsonAsync(refused);
            Assert.Equal(
                (HttpStatusCode.Conflict, "registries.merge.conflict"),
                (refused.StatusCode, told.GetProperty("code").GetString()));
            Assert.NotEqual("", told.GetProperty("mend").GetString());
        }
    }

    [Theory, EachDatabase]
    public async Task What_was_edited_after_a_merge_is_told_when_it_is_undone_and_nothing_is_lost(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(engine);
        using var officer = city.As("read@,write@,merge@");
        var (a, b, c) = (await PersonAsync(officer, 1), await PersonAsync(officer, 2, "AB222"),
            await PersonAsync(officer, 3));
        var visits = new List<string>();
        foreach (var day in (string[])["2026-01-01", "2026-01-02"])
            visits.Add(await MakeAsync(officer, Visit, new { person = b, day }));
        using var stale = await MergeAsync(officer, a, b, survivorVersion: 9);
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
        using var merged = await MergeAsync(officer, a, b, ["plate", "height"]);
        var merge = (await HttpCity.JsonAsync(merged)).GetProperty("mergeId").GetString()!;
        foreach (var visit in visits) Assert.Equal(a, await ValueAsync(officer, Visit, visit, "person"));

        await ChangeAsync(officer, $"{Person}/{a}", new { plate = "AB999", office = (string?)null });
        await ChangeAsync(officer, $"{Visit}/{visits[0]}", new { person = c });
        var said = await MakeAsync(officer, Visit, new { person = a, day = "2026-02-01" });
        foreach (var (client, status) in ((HttpClient, HttpStatusCode)[])[
            (city.Nobody(), HttpStatusCode.Unauthorized), (city.As("read@,write@"), HttpStatusCode.Forbidden),
            (city.As("read@,merge@442000"), HttpStatusCode.Forbidden)])
            Assert.Equal(status, (await UndoAsync(client, merge)).StatusCode);

        using var undone = await UndoAsync(officer, merge);
        Assert.True(undone.IsSuccessStatusCode, await undone.Content.ReadAsStringAsync());
        var told = await HttpCity.JsonAsync(undone);
        Assert.Equal("plate", Assert.Single(told.GetProperty("kept").EnumerateArray()).GetString());
        Assert.Equal("height", Assert.Single(told.GetProperty("reverted").EnumerateArray()).GetString());
        Assert.Equal(1, Assert.Single(told.GetProperty("references").EnumerateArray()).GetProperty("rows").GetInt32());
        Assert.Equal(1, Assert.Single(told.GetProperty("staying").EnumerateArray()).GetProperty("rows").GetInt32());
        Assert.Equal("AB999", await ValueAsync(officer, Person, a, "plate"));
        Assert.Equal("AB222", await ValueAsync(officer, Person, b, "plate"));
        Assert.Equal(c, await ValueAsync(officer, Visit, visits[0], "person"));
        Assert.Equal(b, await ValueAsync(officer, Visit, visits[1], "person"));
        // What was said of the merged row since stays with the row of which it was said.
        Assert.Equal(a, await ValueAsync(officer, Visit, said, "person"));
        using var again = await UndoAsync(officer, merge);
        Assert.Equal(
            (HttpStatusCode.Conflict, "registries.unmerge.conflict"), (again.StatusCode, await CodeAsync(again)));
    }

    private static Task<string> PersonAsync(HttpClient officer, int number, string? plate = null) => MakeAsync(
        officer, Person,
        new { number = Declared.Number(number), name = "张伟", plate, height = plate is null ? null : "170" });

    private static async Task<string> MakeAsync(HttpClient officer, string register, object values)
    {
        using var made = await officer.PostAsJsonAsync(register, new { values });
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync());
        return (await HttpCity.JsonAsync(made)).GetProperty("record").GetProperty("id").GetString()!;
    }

    private static async Task ChangeAsync(HttpClient officer, string path, object values)
    {
        using var changed = await officer.PatchAsJsonAsync(path, new { values });
        Assert.True(changed.IsSuccessStatusCode, await changed.Content.ReadAsStringAsync());
    }

    private static Task<HttpResponseMessage> MergeAsync(
        HttpClient officer, string survivorId, string loserId, string[]? take = null, int? survivorVersion = null) =>
        officer.PostAsJsonAsync(
            Person + "/merges", new { survivorId, loserId, take, reason = "同一人", survivorVersion });

    private static Task<HttpResponseMessage> UndoAsync(HttpClient officer, string merge) =>
        officer.PostAsJsonAsync($"/api/registries/merges/{merge}/undo", new { reason = "不是同一人" });

    private static async Task<string?> ValueAsync(HttpClient officer, string register, string id, string field) =>
        (await officer.GetFromJsonAsync<JsonElement>($"{register}/{id}")).GetProperty("values").GetProperty(field)
        .GetString();

    private static async Task<string?> IdAsync(HttpClient officer, string id) =>
        (await officer.GetFromJsonAsync<JsonElement>($"{Person}/{id}")).GetProperty("id").GetString();

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) =>
        (await HttpCity.JsonAsync(answer)).GetProperty("code").GetString();
}

using System.Net.Http.Json;
using System.Text.Json;
using Lingnan.PackKit;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;

namespace Lingnan.Registries.Tests.Relations;

/// <summary>Writes rows and asks for relations over HTTP.</summary>
internal static class Asked
{
    public const string Api = "/api/registries/test";

    public static (string, string)[] Purpose =>
    [
        (AccessPurpose.PurposeHeader, Uri.EscapeDataString("核实居住情况")), (AccessPurpose.CaseHeader, "T-2026-7"),
    ];

    // Firms and who holds them are open to all; persons are not.
    public static PackSet OpenPacks() => Declared.Packs(
        Related.Homes, Related.People, Related.Houses, Related.Stays, Open(Related.Firms), Open(Related.Shares));

    private static RegistryDeclaration Open(RegistryDeclaration register) => register with
    {
        Open = true, Fields = [.. register.Fields.Select(f => f with { Privacy = Privacy.Public })],
    };

    public static Task<string> FirmAsync(HttpClient clerk, string name) => PutAsync(clerk, "firm", new { name });

    public static async Task<string> PutAsync(HttpClient clerk, string table, object values)
    {
        using var answer = await clerk.PostAsJsonAsync($"{Api}/{table}", new { values });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.ToString().Split('/')[^1];
    }

    public static async Task<JsonElement> JsonAsync(
        HttpClient client, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Api}/{path}");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await client.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {await answer.Content.ReadAsStringAsync()}");
        Assert.True(answer.Headers.CacheControl!.NoStore);
        return await HttpCity.JsonAsync(answer);
    }

    public static JsonElement Group(JsonElement neighbours, string code) =>
        neighbours.GetProperty("groups").EnumerateArray()
            .Single(g => g.GetProperty("step").GetProperty("code").GetString() == code);

    public static List<string> Ids(JsonElement group) =>
        [.. group.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!)];

    public static string Id(JsonElement edge, string end) => edge.GetProperty(end).GetString()!.Split('/')[^1];
}

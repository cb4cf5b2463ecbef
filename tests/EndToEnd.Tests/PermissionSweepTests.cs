using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Lingnan.Platform.Web;
using Lingnan.Testing;

namespace Lingnan.EndToEnd.Tests;

/// <summary>
/// Walks every endpoint as nobody, as a stranger (a citizen), as readers of other desks and as the owner of each
/// permission: who may not is refused, nothing breaks, and nobody is told anything personal.
/// </summary>
public sealed partial class PermissionSweepTests(Hamlet hamlet, ITestOutputHelper said) : IClassFixture<Hamlet>
{
    private static readonly string[] Desks = ["town-officer", "window-officer", "data-manager", "auditor",
        "administrator"];

    // They would end the walk itself: the demo starts over, the walker's own session or account is gone.
    private static readonly string[] EndsTheWalk =
        ["POST /demo/reset", "POST /sign-out", "DELETE /api/identity/token", "POST /api/identity/revoke",
            "POST /api/identity/password"];

    [Fact]
    public async Task Reasons_for_everyone_are_the_accepted_ones()
    {
        var lines = Endpoints.All.Where(e => e.Rule.Anonymous && !IsStaticFile(e.Route))
            .Select(e => $"{e.Method,-6} {e.Route,-60} {e.Rule.Reason}").Order(StringComparer.Ordinal).Distinct();
        await Accepted.IsAsync("tests/EndToEnd.Tests/public-endpoints.txt", string.Join('\n', lines) + "\n");
    }

    [Fact]
    public async Task Every_endpoint_refuses_whom_it_should_and_never_breaks()
    {
        var person = await PersonAsync();
        var faults = new List<string>();
        var walked = Endpoints.All.Where(e => !IsStaticFile(e.Route)).ToList();
        var requests = 0;
        foreach (var who in (string[])["nobody", "citizen", .. Desks])
        {
            using var client = who == "nobody" ? hamlet.City.Nobody() : await hamlet.City.AsAsync(who);
            IReadOnlySet<string> held = who == "nobody" ? new HashSet<string>() : await PermissionsAsync(client);
            foreach (var endpoint in walked.Where(e => who == "nobody"
                || !EndsTheWalk.Contains($"{e.Method} {e.Route}")))
            {
                foreach (var id in (string[])[person.Id, "nothing-has-this-id"])
                {
                    // What is removed for real would be missed by the rest of the walk.
                    if (endpoint.Method == "DELETE" && id == person.Id && who != "nobody") continue;
                    requests++;
                    if (await FaultAsync(client, endpoint, id, who, held, person) is { } fault) faults.Add(fault);
                }
            }
        }
        said.WriteLine($"{walked.Count} endpoints swept by {requests} requests");
        Assert.True(walked.Count > 60, $"only {walked.Count} endpoints were found");
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static async Task<string?> FaultAsync(
        HttpClient client, SweptEndpoint endpoint, string id, string who, IReadOnlySet<string> held, Known person)
    {
        var path = Endpoints.Filled(endpoint.Route, name => name switch
        {
            "pack" or "Pack" => "population",
            "table" or "Table" => "person",
            "documentName" => "v1",
            "eventId" => "1",
            "Code" or "code" => "platform.not-found",
            _ => id,
        });
        using var request = new HttpRequestMessage(
            new HttpMethod(endpoint.Method == "*" ? "GET" : endpoint.Method), path);
        if (endpoint.Method is "POST" or "PUT")
        {
            request.Content = Endpoints.IsPage(endpoint.Route)
                ? new FormUrlEncodedContent([])
                : new StringContent("{}", Encoding.UTF8, "application/json");
        }
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        using var answer = await client.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        var where = $"{who}: {endpoint.Method} {path} answered {(int)answer.StatusCode}";
        if ((int)answer.StatusCode >= 500 && !path.StartsWith("/readyz", StringComparison.Ordinal))
            return $"{where}: {Short(body)}";
        if (who == "nobody" && person.Secrets.Any(body.Contains)) return $"{where} and told nobody of a person";
        if (endpoint.Rule.Anonymous) return null;
        if (who == "nobody") return IsRefusal(answer, endpoint.Route, signedIn: false) ? null : $"{where} to nobody";
        if (endpoint.Rule.Permission is { } permission && !held.Contains(permission.Code))
            return IsRefusal(answer, endpoint.Route, signedIn: true) ? null : $"{where} without {permission.Code}";
        // An endpoint may still refuse the record at hand to whoever holds the permission,
        // but never for want of signing in.
        return answer.StatusCode == HttpStatusCode.Unauthorized ? $"{where} though signed in" : null;
    }

    private static bool IsRefusal(HttpResponseMessage answer, string route, bool signedIn) => signedIn
        ? answer.StatusCode == HttpStatusCode.Forbidden
        : answer.StatusCode == HttpStatusCode.Unauthorized
            || (Endpoints.IsPage(route)
                && answer.Headers.Location?.OriginalString.StartsWith("/sign-in", StringComparison.Ordinal) == true);

    private static bool IsStaticFile(string route) =>
        StaticFile().IsMatch(route) || route.StartsWith("/_framework", StringComparison.Ordinal);

    private static string Short(string text) => text.Length > 300 ? text[..300] : text;

    private static async Task<IReadOnlySet<string>> PermissionsAsync(HttpClient client)
    {
        var me = await client.GetFromJsonAsync<JsonElement>("/api/identity/me");
        return me.GetProperty("grants").EnumerateArray().Select(grant => grant.GetProperty("permission").GetString()!)
            .ToHashSet();
    }

    // A citizen's own record, and the numbers of others, which nobody may meet.
    private async Task<Known> PersonAsync()
    {
        using var citizen = await hamlet.City.AsAsync("citizen");
        var me = await citizen.GetFromJsonAsync<JsonElement>("/api/identity/me");
        var id = me.GetProperty("personId").GetString()!;
        var record = await citizen.GetFromJsonAsync<JsonElement>($"/api/registries/population/person/{id}");
        using var manager = await hamlet.City.AsAsync("data-manager");
        manager.DefaultRequestHeaders.Add("X-Lingnan-Purpose", "permission-sweep");
        manager.DefaultRequestHeaders.Add("X-Lingnan-Case", "T-2026-1");
        var page = await manager.GetFromJsonAsync<JsonElement>(
            "/api/registries/population/person?limit=100&unmask=true");
        return new Known(id,
        [
            Value(record, "residentId"), Value(record, "name"),
            .. page.GetProperty("items").EnumerateArray().Select(other => Value(other, "residentId")),
        ]);
    }

    private static string Value(JsonElement record, string field) =>
        record.GetProperty("values").GetProperty(field).GetString()!;

    private sealed record Known(string Id, IReadOnlyList<string> Secrets);

    [GeneratedRegex(@"\.(css|js|svg|png|ico|woff2|webmanifest|txt|gz|br|map)$|\{\*\*")]
    private static partial Regex StaticFile();
}

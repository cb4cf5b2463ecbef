using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Lingnan.Testing;

namespace Lingnan.EndToEnd.Tests;

/// <summary>The description of the API that others build on changes only where a reader sees the change.</summary>
public sealed class OpenApiTests(Hamlet hamlet) : IClassFixture<Hamlet>
{
    private static readonly JsonSerializerOptions Pretty =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    [Fact]
    public async Task The_description_is_the_accepted_one()
    {
        using var nobody = hamlet.City.Nobody();
        var document = JsonNode.Parse(await nobody.GetStringAsync("/openapi/v1.json"))!.AsObject();
        // The address of the server that answered.
        document.Remove("servers");
        await Accepted.IsAsync("docs/reference/openapi.json", Sorted(document)!.ToJsonString(Pretty) + "\n");
    }

    [Fact]
    public async Task Every_route_of_the_api_is_described()
    {
        using var nobody = hamlet.City.Nobody();
        var document = JsonNode.Parse(await nobody.GetStringAsync("/openapi/v1.json"))!;
        var described = document["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(m => $"{m.Key} {path.Key}"))
            .Select(s => s.TrimEnd('/').ToLowerInvariant()).ToHashSet();
        var missing = Endpoints.All.Where(e => e.Route.StartsWith("/api/", StringComparison.Ordinal) && e.Method != "*")
            .Select(e => $"{e.Method} {Endpoints.WithoutConstraints(e.Route)}".TrimEnd('/').ToLowerInvariant())
            .Where(e => !described.Contains(e)).ToList();
        Assert.Empty(missing);
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject all => new JsonObject(all.OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value)))),
        JsonArray all => new JsonArray([.. all.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}

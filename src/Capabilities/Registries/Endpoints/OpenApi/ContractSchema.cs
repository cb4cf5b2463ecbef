using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;

namespace Lingnan.Registries.Endpoints.OpenApi;

/// <summary>The JSON schema of an answer, made from its type: one that can stand anywhere in a description.</summary>
internal static class ContractSchema
{
    private const string Reference = "$ref";

    private static readonly JsonSchemaExporterOptions Options = new() { TreatNullObliviousAsNonNullable = true };

    public static JsonObject Of<T>()
    {
        var root = JsonSerializerOptions.Web.GetJsonSchemaAsNode(typeof(T), Options);
        return (JsonObject)Standalone(root, root, [])!;
    }

    // A type that comes twice is told once, by its place under the root, which is another one here; and readers of
    // OpenAPI do not all take the schema of anything at all, which is written as true.
    private static JsonNode? Standalone(JsonNode? node, JsonNode root, IReadOnlyList<string> within)
    {
        switch (node)
        {
            case JsonObject schema when schema[Reference] is { } at:
                var place = at.GetValue<string>();
                return within.Contains(place)
                    ? new JsonObject()
                    : Standalone(Find(root, place), root, [.. within, place]);
            case JsonObject schema:
                return new JsonObject(schema.Select(
                    member => KeyValuePair.Create(member.Key, Standalone(member.Value, root, within))));
            case JsonArray items:
                return new JsonArray([.. items.Select(i => Standalone(i, root, within))]);
            case JsonValue value when value.TryGetValue<bool>(out var isAnything) && isAnything:
                return new JsonObject();
            default:
                return node?.DeepClone();
        }
    }

    private static JsonNode? Find(JsonNode root, string pointer) => pointer.TrimStart('#').Split(
        '/', StringSplitOptions.RemoveEmptyEntries).Aggregate((JsonNode?)root, (at, name) => at is JsonArray items
            ? items[int.Parse(name, CultureInfo.InvariantCulture)]
            : at?[name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)]);
}

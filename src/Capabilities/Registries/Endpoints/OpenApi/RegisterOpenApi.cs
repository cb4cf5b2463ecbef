using System.Globalization;
using System.Text.Json.Nodes;
using Lingnan.PackKit.Registries;
using Lingnan.Registries.Filters;
using Lingnan.Registries.Model;
using Lingnan.Registries.Shapes;
using static Lingnan.Registries.Endpoints.OpenApi.OpenApiNodes;

namespace Lingnan.Registries.Endpoints.OpenApi;

/// <summary>OpenAPI 3.1 of one register, made from its declaration: each field with its type, bounds, codes and an
/// example, so that clients are generated for the register and not for registers in general.</summary>
internal sealed class RegisterOpenApi(RegistryDeclaration register, Func<string, CodeListDeclaration?> codeList)
{
    public JsonObject Document() => new()
    {
        ["openapi"] = "3.1.1",
        ["info"] = new JsonObject
        {
            ["title"] = register.Title.ToString(),
            ["summary"] = register.Title.En,
            ["description"] = $"{register.Summary.Zh}\n\n{register.Summary.En}",
            ["version"] = register.Version.ToString(CultureInfo.InvariantCulture),
        },
        ["paths"] = new RegisterPaths(register).Write(),
        ["components"] = new JsonObject
        {
            ["schemas"] = Schemas(),
            ["securitySchemes"] = new JsonObject
            {
                ["bearer"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" },
            },
        },
        ["security"] = register.Open
            ? new JsonArray(new JsonObject(), new JsonObject { ["bearer"] = new JsonArray() })
            : new JsonArray(new JsonObject { ["bearer"] = new JsonArray() }),
    };

    private bool HasGeometry => register.Fields.Any(f => f.Type == FieldType.Geometry);

    private (string, JsonObject)[] PlaceMembers() => !HasGeometry ? [] :
    [
        ("areasM2", new JsonObject
        {
            ["type"] = "object", ["readOnly"] = true,
            ["description"] = "Square metres of each area on the WGS 84 ellipsoid, by the equal-area cylindrical "
                + "projection; edges run straight in degrees. Worked out, never written; absent where no area is.",
            ["additionalProperties"] = new JsonObject { ["type"] = "number" },
        }),
        ("distanceM", new JsonObject
        {
            ["type"] = "number", ["readOnly"] = true,
            ["description"] = "Metres along the WGS 84 ellipsoid to the place of near, 0 within an area; absent where "
                + "near is not asked.",
        }),
    ];

    private JsonObject Schemas() => new()
    {
        ["Values"] = new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray([.. register.Fields
                .Where(f => RowValidator.IsRequired(register, f) && f.DerivedFrom is null)
                .Select(f => JsonValue.Create(f.Name))]),
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject(register.Fields.Select(f =>
                KeyValuePair.Create(f.Name, (JsonNode?)new FieldSchema(register, f, codeList).Write()))),
        },
        ["Row"] = Object([
            ("id", Text()), ("version", Number()), ("recordedAt", Text("date-time")), ("recordedBy", Text()),
            ("values", new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject(register.Fields.Select(f =>
                    KeyValuePair.Create(f.Name, (JsonNode?)new FieldSchema(register, f, codeList).Read()))),
            }),
            ("masked", List(Text())),
            ("unreadable", new JsonObject
            {
                ["type"] = new JsonArray("object", "null"),
                ["description"] = "Sealed fields that do not open, each with the cause.",
                ["additionalProperties"] = Text(),
            }), .. PlaceMembers()]),
        ["Page"] = Object(
            ("items", List(Ref("Row"))),
            ("next", Maybe("string")),
            ("total", Maybe("integer"))),
        ["Write"] = Object(
            ("id", Maybe("string")), ("values", Ref("Values")),
            ("expectedVersion", Maybe("integer")), ("reason", Maybe("string")),
            ("validFrom", Day("First day for which the values hold.")),
            ("validTo", Day("First day for which they no longer hold, exclusive.")),
            ("source", Maybe("string")), ("sourceKey", Maybe("string"))),
        ["Written"] = Object(
            ("outcome",
                new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("created", "changed", "unchanged") }),
            ("record", Ref("Row"))),
        ["Changes"] = Object(
            ("items", List(Object(
                ("position", Number()), ("action", Text()), ("id", Text()), ("version", Number()),
                ("record", Ref("Row"))))),
            ("next", Number()), ("last", Number())),
        ["Problem"] = Object(("code", Text()), ("title", Text()), ("detail", Text()), ("status", Number())),
    };

    private static JsonObject Day(string description) => new()
    {
        ["type"] = new JsonArray("string", "null"), ["format"] = "date", ["description"] = description,
    };
}

using System.Globalization;
using System.Text.Json.Nodes;
using Lingnan.PackKit.Registries;
using Lingnan.Registries.Filters;
using Lingnan.Registries.Model;
using Lingnan.Registries.Shapes;

namespace Lingnan.Registries.Endpoints;

/// <summary>OpenAPI 3.1 of one register, made from its declaration: each field with its type, bounds, codes and an
/// example, so that clients are generated for the register and not for registers in general.</summary>
internal sealed class RegisterOpenApi(RegistryDeclaration register, Func<string, CodeListDeclaration?> codeList)
{
    private string Path => $"/api/registries/{register.Pack}/{register.Table}";

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
        ["paths"] = Paths(),
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

    private JsonObject Paths() => new()
    {
        [Path] = new JsonObject
        {
            ["get"] = Operation("list", "A page of rows", Json(Ref("Page"),
                [("application/x-ndjson", Ref("Row")), .. GeoJson()]), [.. ListParameters(), .. Purpose()]),
            ["post"] = Operation("upsert", "Makes a row, or changes the one of the same key", Json(Ref("Written")),
                [Header("Idempotency-Key", "Done once in a day, however often it is sent.")], Body(Ref("Write"))),
        },
        [$"{Path}/{{id}}"] = new JsonObject
        {
            ["get"] = Operation("get", "One row", Json(Ref("Row")), [
                Id(), Flag("unmask", "Whole personal values; takes permission and purpose."),
                Query("asOf", "What had been recorded by then.", "date-time"),
                Query("validAt", "How things stood on that day.", "date"), .. Purpose()]),
            ["patch"] = Operation("change", "Changes what is sent", Json(Ref("Written")),
                [Id(), Header("If-Match", "The ETag seen; 412 when the row or its shape has changed.")],
                Body(Ref("Write"))),
            ["delete"] = Operation("close", "Closes a row; its history stays", Empty(),
                [Id(), Header("If-Match", "The ETag seen."), Query("reason", "Why.")]),
        },
        [$"{Path}/{{id}}/history"] = new JsonObject
        {
            ["get"] = Operation("history", "All versions, newest first",
                Json(new JsonObject { ["type"] = "array" }), [Id(), .. Purpose()]),
        },
        [$"{Path}/changes"] = new JsonObject
        {
            ["get"] = Operation("changes", "Every committed change, each once, in one order", Json(Ref("Changes")), [
                Query("after", "Position, 0 for the beginning, or latest."),
                Whole("limit", 1, RegistriesLimits.ChangesMax),
                Whole("wait", 0, RegistriesLimits.ChangesWaitMax), .. Purpose()]),
        },
        [$"{Path}/statistics"] = new JsonObject
        {
            ["get"] = Operation("statistics", "Counts by region, time and code",
                Json(new JsonObject { ["type"] = "object" }), [
                Query("by", "Groups, by commas: code, region:9, date:month."), Query("sum", "Numbers to add up."),
                Where()]),
        },
        [$"{Path}/export"] = new JsonObject
        {
            ["get"] = Operation("export", "All rows as a file", Json(new JsonObject(),
                [("text/csv", new JsonObject()), ("application/vnd.apache.parquet", new JsonObject()),
                    .. GeoJson()]), [
                Choice("format", Export.RecordWriters.FormatsOf(register)), Where(), .. Box(), .. Purpose()]),
        },
        [$"{Path}/rows"] = new JsonObject
        {
            ["post"] = Operation("writeRows", "Rows as lines; their outcomes as lines",
                new JsonObject { ["200"] = Answer(
                    "Outcomes", ("application/x-ndjson", new JsonObject { ["type"] = "object" })) },
                [Header("Idempotency-Key", "Batches of the same lines are done once in a day.")],
                new JsonObject
                {
                    ["required"] = true,
                    ["content"] = new JsonObject { ["application/x-ndjson"] = new JsonObject { ["schema"] = Ref(
                        "Values") } },
                }),
        },
    };

    private JsonNode[] ListParameters()
    {
        var orders = register.Fields.Where(f => f.Privacy != Privacy.Sealed
            && Storage.PhysicalTable.IsServed(register, f))
            .Select(f => f.Name).Concat(register.Orders.Select(o => string.Join(',', o)));
        return
        [
            Where(), Query("filter", "field:op:value; several must all hold."),
            Query("fields", "Fields wanted, by commas: " + string.Join(',', register.Fields.Select(f => f.Name))),
            Query("sort", $"One of {string.Join(" · ", orders)}; a hyphen in front runs downwards."),
            Query("search", "Beginning of the title or of a key, or a whole code."),
            Query("cursor", "next of the page before."), Whole("limit", 1, RegistriesLimits.PageRowsMax),
            Flag("total", "Count all."), Flag("unmask", "Whole personal values; takes permission and purpose."),
            .. Box(), .. Near(),
        ];
    }

    private IReadOnlyList<string> Geometries =>
        [.. register.Fields.Where(f => f.Type == FieldType.Geometry).Select(f => f.Name)];

    private JsonNode[] Box() => Geometries.Count == 0 ? [] :
    [
        Query("bbox", "minLon,minLat,maxLon,maxLat in degrees, borders included: rows whose geometry meets the box. "
            + "A minLon greater than maxLon means a box across the antimeridian."),
        Query("geometry", $"Geometry field of bbox, near and features: {string.Join(", ", Geometries)}; the first when "
            + "not named."),
    ];

    private JsonNode[] Near() => Geometries.Count == 0 ? [] :
    [
        Query("near", "lon,lat or lon,lat,metres: the rows nearest to the place, at most limit of them, nearest first, "
            + $"each with distanceM; within {ShapeLimits.NearMetres} metres when not said, {ShapeLimits.NearMetresMax} "
            + "at most. Not with sort, cursor or total."),
    ];

    private (string Type, JsonObject Schema)[] GeoJson() => Geometries.Count == 0 ? [] :
    [
        ("application/geo+json", new JsonObject
        {
            ["type"] = "object", ["description"] = "A FeatureCollection (RFC 7946) of all rows; an export.",
        }),
    ];

    private (string, JsonObject)[] PlaceMembers() => Geometries.Count == 0 ? [] :
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
            ("masked", new JsonObject { ["type"] = "array", ["items"] = Text() }),
            ("unreadable", new JsonObject
            {
                ["type"] = new JsonArray("object", "null"),
                ["description"] = "Sealed fields that do not open, each with the cause.",
                ["additionalProperties"] = Text(),
            }), .. PlaceMembers()]),
        ["Page"] = Object(
            ("items", new JsonObject { ["type"] = "array", ["items"] = Ref("Row") }),
            ("next", new JsonObject { ["type"] = new JsonArray("string", "null") }),
            ("total", new JsonObject { ["type"] = new JsonArray("integer", "null") })),
        ["Write"] = Object(
            ("id", new JsonObject { ["type"] = new JsonArray("string", "null") }), ("values", Ref("Values")),
            ("expectedVersion", new JsonObject { ["type"] = new JsonArray("integer", "null") }),
            ("reason", new JsonObject { ["type"] = new JsonArray("string", "null") })),
        ["Written"] = Object(
            ("outcome",
                new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("created", "changed", "unchanged") }),
            ("record", Ref("Row"))),
        ["Changes"] = Object(
            ("items", new JsonObject
            {
                ["type"] = "array",
                ["items"] = Object(
                    ("position", Number()), ("action", Text()), ("id", Text()), ("version", Number()),
                    ("record", Ref("Row"))),
            }),
            ("next", Number()), ("last", Number())),
        ["Problem"] = Object(("code", Text()), ("title", Text()), ("detail", Text()), ("status", Number())),
    };

    private JsonObject Operation(
        string name, string summary, JsonObject responses, JsonArray parameters, JsonObject? body = null)
    {
        responses["default"] = Answer("A problem (RFC 9457)", ("application/problem+json", Ref("Problem")));
        var operation = new JsonObject
        {
            ["operationId"] = name, ["summary"] = summary, ["parameters"] = parameters, ["responses"] = responses,
        };
        if (body is not null) operation["requestBody"] = body;
        return operation;
    }

    private JsonObject Where()
    {
        var field = register.Fields.FirstOrDefault(f =>
            f.Privacy is Privacy.Public or Privacy.Internal && Storage.PhysicalTable.IsServed(register, f));
        var where = Query(
            "where", "A condition over indexed fields: and, or, not, =, !=, <, <=, >, >=, in, starts, is null.");
        if (field is not null)
            where["example"] = FilterText.Print(new Absence(default, field.Name, IsAbsent: false));
        return where;
    }

    private static JsonObject Json(JsonObject schema, params (string Type, JsonObject Schema)[] more) =>
        new() { ["200"] = Answer("Done", [("application/json", schema), .. more]) };

    private static JsonObject Empty() => new() { ["204"] = new JsonObject { ["description"] = "Done" } };

    private static JsonObject Answer(string description, params (string Type, JsonObject Schema)[] content) => new()
    {
        ["description"] = description,
        ["content"] = new JsonObject(content.Select(c =>
            KeyValuePair.Create(c.Type, (JsonNode?)new JsonObject { ["schema"] = c.Schema }))),
    };

    private static JsonObject Body(JsonObject schema) => new()
    {
        ["required"] = true,
        ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = schema } },
    };

    private static JsonNode[] Purpose() =>
    [
        Header("X-Lingnan-Purpose", "Why whole personal values are read; percent-encoded UTF-8."),
        Header("X-Lingnan-Case", "Case or task number, needed with the purpose; percent-encoded UTF-8."),
    ];

    private static JsonObject Id() => Parameter("id", "path", "Internal id.", Text());

    private static JsonObject Query(string name, string description, string? format = null) =>
        Parameter(name, "query", description, Text(format));

    private static JsonObject Flag(string name, string description) =>
        Parameter(name, "query", description, new JsonObject { ["type"] = "boolean" });

    private static JsonObject Whole(string name, int min, int max) => Parameter(name, "query", $"{min} to {max}.",
        new JsonObject { ["type"] = "integer", ["minimum"] = min, ["maximum"] = max });

    private static JsonObject Choice(string name, IEnumerable<string> values) => Parameter(name, "query", "Format.",
        new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. values.Select(v => JsonValue.Create(v))]) });

    private static JsonObject Header(string name, string description) => Parameter(name, "header", description, Text());

    private static JsonObject Parameter(string name, string place, string description, JsonObject schema) => new()
    {
        ["name"] = name, ["in"] = place, ["required"] = place == "path", ["description"] = description,
        ["schema"] = schema,
    };

    private static JsonObject Object(params (string Name, JsonObject Schema)[] properties) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(properties.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)p.Schema))),
    };

    private static JsonObject Text(string? format = null) => format is null
        ? new() { ["type"] = "string" }
        : new() { ["type"] = "string", ["format"] = format };

    private static JsonObject Number() => new() { ["type"] = "integer" };

    private static JsonObject Ref(string name) => new() { ["$ref"] = "#/components/schemas/" + name };
}

using System.Text.Json.Nodes;

namespace Lingnan.Registries.Endpoints.OpenApi;

/// <summary>The parts that descriptions of operations are put together from (OpenAPI 3.1).</summary>
internal static class OpenApiNodes
{
    public static JsonObject Operation(
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

    public static JsonObject Json(JsonObject schema, params (string Type, JsonObject Schema)[] more) =>
        new() { ["200"] = Answer("Done", [("application/json", schema), .. more]) };

    public static JsonObject Accepted() => new()
    {
        ["202"] = Answer("Begun", ("application/json", Object(("jobId", Text())))),
    };

    public static JsonObject Empty() => new() { ["204"] = new JsonObject { ["description"] = "Done" } };

    public static JsonObject Answer(string description, params (string Type, JsonObject Schema)[] content) => new()
    {
        ["description"] = description,
        ["content"] = new JsonObject(content.Select(c =>
            KeyValuePair.Create(c.Type, (JsonNode?)new JsonObject { ["schema"] = c.Schema }))),
    };

    public static JsonObject Body(JsonObject schema) => new()
    {
        ["required"] = true,
        ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = schema } },
    };

    public static JsonNode[] Purpose() =>
    [
        Header("X-Lingnan-Purpose", "Why whole personal values are read; percent-encoded UTF-8."),
        Header("X-Lingnan-Case", "Case or task number, needed with the purpose; percent-encoded UTF-8."),
    ];

    /// <summary>The two times of what is asked.</summary>
    public static JsonNode[] Then() =>
    [
        Query("asOf", "What had been recorded by then, inclusive.", "date-time"),
        Query("validAt", "How things stood on that day; that of asOf, else today, when not said.", "date"),
    ];

    public static JsonObject Id() => Parameter("id", "path", "Internal id.", Text());

    public static JsonObject Query(string name, string description, string? format = null) =>
        Parameter(name, "query", description, Text(format));

    public static JsonObject Flag(string name, string description) =>
        Parameter(name, "query", description, new JsonObject { ["type"] = "boolean" });

    public static JsonObject Whole(string name, int min, int max) => Parameter(name, "query", $"{min} to {max}.",
        new JsonObject { ["type"] = "integer", ["minimum"] = min, ["maximum"] = max });

    public static JsonObject Choice(string name, IEnumerable<string> values) => Parameter(name, "query", "One of them.",
        new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. values.Select(v => JsonValue.Create(v))]) });

    public static JsonObject Header(string name, string description) => Parameter(name, "header", description, Text());

    public static JsonObject Parameter(string name, string place, string description, JsonObject schema) => new()
    {
        ["name"] = name, ["in"] = place, ["required"] = place == "path", ["description"] = description,
        ["schema"] = schema,
    };

    public static JsonObject Object(params (string Name, JsonObject Schema)[] properties) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(properties.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)p.Schema))),
    };

    public static JsonObject Text(string? format = null) => format is null
        ? new() { ["type"] = "string" }
        : new() { ["type"] = "string", ["format"] = format };

    public static JsonObject Number() => new() { ["type"] = "integer" };

    public static JsonObject Ref(string name) => new() { ["$ref"] = "#/components/schemas/" + name };

    public static JsonObject Maybe(string type) => new() { ["type"] = new JsonArray(type, "null") };

    public static JsonObject List(JsonObject items) => new() { ["type"] = "array", ["items"] = items };
}

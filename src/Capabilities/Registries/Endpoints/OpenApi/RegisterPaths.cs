using System.Text.Json.Nodes;
using Lingnan.PackKit.Registries;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Filters;
using Lingnan.Registries.Shapes;
using static Lingnan.Registries.Endpoints.OpenApi.OpenApiNodes;

namespace Lingnan.Registries.Endpoints.OpenApi;

/// <summary>The operations on the rows of a register.</summary>
internal sealed class RegisterPaths(RegistryDeclaration register)
{
    private string Path => $"/api/registries/{register.Pack}/{register.Table}";

    public JsonObject Write()
    {
        var paths = new JsonObject();
        foreach (var (path, operations) in (KeyValuePair<string, JsonNode?>[])[.. Rows(), .. Whole()])
            paths[Path + path] = operations;
        foreach (var (path, operations) in new BesidePaths(register).Write()) paths[Path + path] = operations;
        return paths;
    }

    private Dictionary<string, JsonNode?> Rows() => new()
    {
        [""] = new JsonObject
        {
            ["get"] = Operation("list", "A page of rows", Json(Ref("Page"),
                [("application/x-ndjson", Ref("Row")), .. GeoJson()]), [.. ListParameters(), .. Purpose()]),
            ["post"] = Operation("upsert", "Makes a row, or changes the one of the same key", Written("200", "201"),
                [Header("Idempotency-Key", "Done once in a day, however often it is sent.")], Body(Ref("Write"))),
        },
        ["/{id}"] = new JsonObject
        {
            ["get"] = Operation("get", "One row", Json(Ref("Row")), [Id(), Unmask(), .. Then(), .. Purpose()]),
            ["put"] = Operation("replace", "Changes the row to what is sent: what is not sent is emptied",
                Written("200"), [Id(), Seen()], Body(Ref("Write"))),
            ["patch"] = Operation("change", "Changes what is sent", Written("200"), [Id(), Seen()],
                Body(Ref("Write"))),
            ["delete"] = Operation("close", "Closes a row; its history stays", Empty(), [
                Id(), Seen(), Query("reason", "Why.")]),
        },
        ["/{id}/history"] = new JsonObject
        {
            ["get"] = Operation("history", "Versions, newest first; Link tells the next page", Json(List(Object(
                ("record", Ref("Row")), ("action", Text()), ("reason", Maybe("string")), ("changed", List(Text())),
                ("supersededAt", Maybe("string"))))), [
                Id(), Query("before", "Versions with smaller numbers only."),
                OpenApiNodes.Whole("limit", 1, RegistriesLimits.PageRowsMax), Unmask(), .. Purpose()]),
        },
    };

    private Dictionary<string, JsonNode?> Whole() => new()
    {
        ["/changes"] = new JsonObject
        {
            ["get"] = Operation("changes", "Every committed change, each once, in one order", Json(Ref("Changes")), [
                Query("after", "Position, 0 for the beginning, or latest."),
                OpenApiNodes.Whole("limit", 1, RegistriesLimits.ChangesMax),
                OpenApiNodes.Whole("wait", 0, RegistriesLimits.ChangesWaitMax), Fields(), Unmask(), .. Purpose()]),
        },
        ["/statistics"] = new JsonObject
        {
            ["get"] = Operation("statistics", "Counts by region, time and code",
                Json(ContractSchema.Of<StatisticsAnswer>()), [
                Query("by", "Three groups at most, by commas: sex (a code), division:9 (a region at 4, 6, 9 or 12 "
                    + "digits), birthDate:year or :month."), Query("sum", "Numbers to add up, by commas."),
                Where(), Flag("unmask", "Small counts over masked fields too; takes permission and purpose."),
                .. Purpose()]),
        },
        ["/export"] = new JsonObject
        {
            ["get"] = Operation("export", "All rows as a file", Json(new JsonObject(),
                [("text/csv", new JsonObject()), ("application/vnd.apache.parquet", new JsonObject()),
                    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", new JsonObject()),
                    ("application/x-ndjson", Ref("Row")), .. GeoJson()]), [
                Choice("format", Export.RecordWriters.FormatsOf(register)), .. Asked(), Unmask(), .. Then(), .. Box(),
                .. Purpose()]),
        },
        ["/rows"] = new JsonObject
        {
            ["post"] = Operation("writeRows", "Rows as lines; their outcomes as lines",
                new JsonObject { ["200"] = Answer("Outcomes", ("application/x-ndjson", Object(
                    ("line", Number()), ("outcome", Text()), ("id", Maybe("string"))))) },
                [Header("Idempotency-Key", "Batches of the same lines are done once in a day."),
                    Query("reason", "Why."), Query("source", "Source that says so."),
                    Query("outcomes", "refused to be told of refused lines only.")],
                new JsonObject
                {
                    ["required"] = true,
                    ["content"] = new JsonObject { ["application/x-ndjson"] = new JsonObject { ["schema"] = Ref(
                        "Values") } },
                }),
        },
        ["/imports"] = new JsonObject
        {
            ["post"] = Operation("import", "Brings a file in, as a job that is told under Location",
                Accepted(), [
                Query("fileName", "Name, whose ending tells the format; a form names its file itself."),
                Flag("dryRun", "Judge every row and write none."),
                Flag("updateExisting", "Change rows that are there; true when not said."), Query("reason", "Why."),
                Flag("match", "Find rows by likeness where no key names them."), Query("source", "Source.")],
                File()),
        },
        ["/imports/preview"] = new JsonObject
        {
            ["post"] = Operation("previewImport", "The columns as they are recognised, and the first rows judged",
                Json(Object(("fileHash", Text()), ("preview", ContractSchema.Of<ImportPreview>()))),
                [Query("fileName", "Name with its ending.")], File()),
        },
    };

    private static JsonObject File() => new()
    {
        ["required"] = true,
        ["content"] = new JsonObject(
            new[]
            {
                "text/csv", "application/x-ndjson", "application/geo+json",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "multipart/form-data",
            }.Select(type => KeyValuePair.Create(type, (JsonNode?)new JsonObject()))),
    };

    private static JsonObject Written(params string[] statuses) => new(statuses.Select(s => KeyValuePair.Create(
        s, (JsonNode?)Answer(s == "201" ? "Made" : "Done", ("application/json", Ref("Written"))))));

    private static JsonObject Unmask() => Flag("unmask", "Whole personal values; takes permission and purpose.");

    private static JsonObject Seen() => Header("If-Match", "The ETag seen; 412 when the row or its shape has changed.");

    private JsonObject Fields() =>
        Query("fields", "Fields wanted, by commas: " + string.Join(',', register.Fields.Select(f => f.Name)));

    private JsonNode[] Asked()
    {
        var orders = register.Fields.Where(f => f.Privacy != Privacy.Sealed
            && Storage.PhysicalTable.IsServed(register, f))
            .Select(f => f.Name).Concat(register.Orders.Select(o => string.Join(',', o)));
        return
        [
            Where(), Query("filter", "field:op:value; several must all hold."), Fields(),
            Query("sort", $"One of {string.Join(" · ", orders)}; a hyphen in front runs downwards."),
            Query("search", "Beginning of the title or of a key, or a whole code."),
        ];
    }

    private JsonNode[] ListParameters() =>
    [
        .. Asked(), Query("cursor", "next of the page before."),
        OpenApiNodes.Whole("limit", 1, RegistriesLimits.PageRowsMax), Flag("total", "Count all."), Unmask(), .. Then(),
        .. Box(), .. Near(),
    ];

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
}

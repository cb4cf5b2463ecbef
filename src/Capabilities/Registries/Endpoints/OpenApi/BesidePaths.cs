using System.Text.Json.Nodes;
using Lingnan.PackKit.Registries;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Relations;
using Lingnan.Registries.Shapes;
using static Lingnan.Registries.Endpoints.OpenApi.OpenApiNodes;

namespace Lingnan.Registries.Endpoints.OpenApi;

/// <summary>The operations that a register has by what it declares beside its fields: relations, sources, matching,
/// geometry, persons.</summary>
internal sealed class BesidePaths(RegistryDeclaration register)
{
    public IEnumerable<KeyValuePair<string, JsonNode?>> Write() =>
    [
        .. Doubts(), .. Merges(),
        .. register.Relations.Count > 0 ? Relations() : [],
        .. register.Sources is not null ? Sources() : [],
        .. register.Matching is not null ? Matching() : [],
        .. register.Fields.Any(f => f.Type == FieldType.Geometry) ? Layers() : [],
        .. register.IsPersons ? Erasures() : [],
    ];

    private static Dictionary<string, JsonNode?> Relations() => new()
    {
        ["/{id}/relations"] = Get<Neighbours>("relations", "The neighbours of a row, by relation", [
            Id(), Query("relation", "Only this one."), Query("cursor", "next of that relation's page before."),
            Whole("limit", 1, RelationLimits.FanOutMax), .. Related()]),
        ["/{id}/walk"] = Get<WalkAnswer>("walk", "A walk over relations", [
            Id(), Query("path", "Codes parted by slashes; a star after one repeats it. Every way when not said."),
            Whole("depth", 1, RelationLimits.DepthMax), .. Related()]),
        ["/{id}/shares"] = Get<ShareAnswer>("shares", "Who holds a row, through all chains", [Id(), .. Related()]),
    };

    private static JsonNode[] Related() =>
        [.. Then(), Flag("unmask", "Relations by personal fields too; takes permission and purpose."), .. Purpose()];

    private static Dictionary<string, JsonNode?> Sources() => new()
    {
        ["/{id}/sources"] = Get<RecordSources>("sources", "Where the values of a row come from", [
            Id(), Flag("unmask", "Whole personal values; takes permission and purpose."), .. Purpose()]),
        ["/{id}/sources/{source}/withdrawal"] = Post("withdrawFromRow", "Takes back what a source says of a row",
            Empty(), [Id(), Source()], Because()),
        ["/sources/{source}/withdrawal"] = Post("withdraw", "Takes back all that a source says, as a job",
            Accepted(), [Source()], Because()),
        ["/sources/cases"] = Get<SourceCases>("differences", "Differences between sources, to decide", [
            .. Listed(SourceStates.Open, SourceStates.Decided, SourceStates.Settled), .. Paged(), Row()]),
        ["/sources/cases/export"] = Table("exportDifferences", "The same as a table", [
            .. Listed(SourceStates.Open, SourceStates.Decided, SourceStates.Settled)]),
    };

    private static Dictionary<string, JsonNode?> Doubts() => new()
    {
        ["/{id}/doubts"] = Post("doubt", "Raises a doubt about a value, which goes on being served",
            Json(ContractSchema.Of<SourceDoubt>()), [Id()], Body(Object(
                ("field", Text()), ("proposed", Maybe("string")), ("reason", Text())))),
        ["/sources/doubts"] = Get<SourceDoubts>("doubts", "Doubts, to answer", [
            .. Listed(SourceStates.Open, SourceStates.Confirmed, SourceStates.Corrected), .. Paged(), Row(),
            Query("source", "Only about the word of this source.")]),
        ["/sources/doubts/export"] = Table("exportDoubts", "The same as a table", [
            .. Listed(SourceStates.Open, SourceStates.Confirmed, SourceStates.Corrected)]),
    };

    private static Dictionary<string, JsonNode?> Matching() => new()
    {
        ["/matching/cases"] = Get<MatchCases>("pairs", "Pairs that may be one thing, to decide", [
            Choice("state", MatchStates.All), .. Paged()]),
        ["/matching/doubles"] = Post("findDoubles", "Looks through the register for doubles, as a job", Accepted(), []),
    };

    private static Dictionary<string, JsonNode?> Merges() => new()
    {
        ["/merges"] = Post("merge", "Makes two rows one", Json(ContractSchema.Of<MergeOutcome>()), [
            Flag("preview", "Tell what it would do, and do nothing.")], Body(Object(
                ("survivorId", Text()), ("loserId", Text()), ("take", List(Text())), ("reason", Maybe("string")),
                ("survivorVersion", Maybe("integer")), ("loserVersion", Maybe("integer"))))),
        ["/{id}/merges"] = Get<Merge[]>("merges", "Merges of a row", [Id()]),
    };

    private static Dictionary<string, JsonNode?> Layers() => new()
    {
        ["/locate"] = Get<PlaceAnswer>("locate", "Which area a place lies in: every place has one answer", [
            Degrees("lon", 180), Degrees("lat", 90),
            Query("within", $"Metres to the nearest area where none holds the place; {ShapeLimits.GapMetres} when not "
                + "said."), Field()]),
        ["/defects"] = Get("defects", "What is wrong with the areas: overlaps, gaps, faults",
            new JsonObject { ["type"] = "object" },
            [Field(), Query("unitsWhere", "Condition of the rows that should have an area.")]),
    };

    private static Dictionary<string, JsonNode?> Erasures() => new()
    {
        ["/{id}/erasure"] = Post("askErasure", "Asks for a person to be erased; another decides",
            Json(ContractSchema.Of<PersonErasure>()), [Id()], Body(Object(
                ("basis", Text()), ("caseNumber", Text()), ("reason", Text())))),
    };

    private static JsonObject Get<T>(string name, string summary, JsonArray parameters) =>
        Get(name, summary, ContractSchema.Of<T>(), parameters);

    private static JsonObject Get(string name, string summary, JsonObject schema, JsonArray parameters) => new()
    {
        ["get"] = Operation(name, summary, Json(schema), parameters),
    };

    private static JsonObject Table(string name, string summary, JsonArray parameters) => new()
    {
        ["get"] = Operation(
            name, summary,
            new JsonObject
            {
                ["200"] = Answer(
                    "Done", ("text/csv", new JsonObject()),
                    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", new JsonObject())),
            },
            [.. parameters.Select(p => p!.DeepClone()), Choice("format", ["csv", "xlsx"])]),
    };

    private static JsonObject Post(
        string name, string summary, JsonObject responses, JsonArray parameters, JsonObject? body = null) => new()
    {
        ["post"] = Operation(name, summary, responses, parameters, body),
    };

    private static JsonNode[] Listed(params string[] states) =>
        [Choice("state", states), Query("field", "Only of this field; empty for rows without a source.")];

    private static JsonNode[] Paged() => [Query("cursor", "next of the page before."), Query("limit", "1 to 100.")];

    private static JsonObject Row() => Query("row", "Only of this row.");

    private static JsonObject Field() => Query("field", "Geometry field; the first when not said.");

    private static JsonObject Source() => Parameter("source", "path", "Code of the source.", Text());

    private static JsonObject Because() => Body(Object(("reason", Text())));

    private static JsonObject Degrees(string name, int most) => Parameter(
        name, "query", "Degrees (WGS 84).",
        new JsonObject { ["type"] = "number", ["minimum"] = -most, ["maximum"] = most });
}

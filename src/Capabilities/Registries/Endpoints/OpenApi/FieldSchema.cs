using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lingnan.PackKit.Registries;
using Lingnan.Registries.Model;

namespace Lingnan.Registries.Endpoints.OpenApi;

/// <summary>The JSON schema of a field: as it is written, with all its rules, and as it is read, where it may be absent
/// or masked.</summary>
internal sealed class FieldSchema(
    RegistryDeclaration register, FieldDeclaration field, Func<string, CodeListDeclaration?> codeList)
{
    private IEnumerable<CodeItem> Codes() =>
        field.CodeList is { } name && codeList(name) is { } list ? list.Items.DistinctBy(i => i.Code) : [];

    public JsonObject Write()
    {
        var schema = Read();
        if (field.Type == FieldType.Geometry)
        {
            // Well-known text is taken as well.
            var types = (JsonArray)schema["type"]!;
            if (types.All(t => t!.GetValue<string>() != "string")) types.Insert(1, "string");
        }
        if (field.Type == FieldType.Code)
            // A list may lose or gain codes with the day, and words are taken as well; so codes are listed, and null.
            schema["enum"] = new JsonArray([.. Codes().Select(i => JsonValue.Create(i.Code)), null]);
        if (field.Type is FieldType.Number or FieldType.Money)
        {
            if (Bound(field.Min) is { } min) schema["minimum"] = min;
            if (Bound(field.Max) is { } max) schema["maximum"] = max;
            schema["multipleOf"] = 1m / (decimal)Math.Pow(10, Canonical.Scale(field));
        }
        if (field.Type == FieldType.Text)
        {
            schema["maxLength"] = field.MaxLength;
            if (field.Pattern is { } pattern) schema["pattern"] = $"^(?:{pattern})$";
        }
        if (Shape(field.Type) is { } shape) schema["pattern"] = shape;
        if (Example() is { } example) schema["examples"] = new JsonArray(example);
        return schema;
    }

    public JsonObject Read()
    {
        var isMasked = Masking.IsPersonal(field);
        var type = field.Type is FieldType.Number or FieldType.Money ? "number"
            : field.Type == FieldType.Geometry ? "object" : "string";
        var types = new JsonArray(type);
        // What is masked is text, whatever it stands for.
        if (isMasked && type != "string") types.Add("string");
        types.Add("null");
        var schema = new JsonObject
        {
            ["type"] = types,
            ["title"] = field.Title.ToString(),
            ["description"] = Description(),
            ["x-privacy"] = field.Privacy.ToString().ToLowerInvariant(),
        };
        if (field.Type == FieldType.Date && !isMasked) schema["format"] = "date";
        if (field.Target is { } target) schema["x-target"] = target;
        if (field.Unit is { } unit) schema["x-unit"] = unit;
        if (field.Type == FieldType.Geometry)
        {
            schema["format"] = field.Kind switch
            {
                GeometryKind.Point => "geojson-point",
                GeometryKind.Area => "geojson-multipolygon",
                _ => "geojson-geometry",
            };
            schema["x-datum"] = JsonNamingPolicy.CamelCase.ConvertName(field.Datum.ToString());
        }
        return schema;
    }

    private string Description()
    {
        var hint = field.Hint is { } words ? $"{words.Zh} {words.En}" : field.Title.En;
        var codes = string.Join("; ", Codes().Take(60).Select(i => $"{i.Code} {i.Title.Zh} {i.Title.En}"));
        return codes.Length == 0 ? hint : $"{hint} ({codes})";
    }

    private JsonNode? Example()
    {
        var text = register.Examples.Where(e => e.FaultCode is null)
            .Select(e => e.Values.GetValueOrDefault(field.Name)).FirstOrDefault(v => !string.IsNullOrEmpty(v));
        if (text is null) return null;
        return field.Type is FieldType.Number or FieldType.Money && Bound(text) is { } number
            ? JsonValue.Create(number)
            : JsonValue.Create(text);
    }

    private static decimal? Bound(string? text) => decimal.TryParse(
        text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
        out var number)
        ? number
        : null;

    private static string? Shape(FieldType type) => type switch
    {
        FieldType.Region => "^[0-9]{6}([0-9]{3}([0-9]{3})?)?$",
        FieldType.ResidentId => "^([0-9]{15}|[0-9]{17}[0-9Xx])$",
        FieldType.CreditCode => "^[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]{18}$",
        _ => null,
    };
}

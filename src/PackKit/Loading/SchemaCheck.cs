using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Lingnan.PackKit.Loading;

/// <summary>
/// Judges YAML by the same JSON Schema (2020-12) that editors are given, so that the two cannot differ. Only the
/// keywords of <see cref="Keywords"/> are understood; a schema with another one is refused when it is read.
/// </summary>
internal sealed class SchemaCheck
{
    /// <summary>Every keyword a section's schema may use.</summary>
    public static IReadOnlySet<string> Keywords { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "$schema", "$id", "$ref", "$defs", "title", "description", "default", "examples", "type", "properties",
            "required",
        "additionalProperties", "propertyNames", "enum", "const", "pattern", "minLength", "maxLength", "minimum",
            "maximum",
        "minItems", "maxItems", "uniqueItems", "minProperties", "items", "dependentRequired", "allOf", "if", "then",
            "else",
    };

    private readonly JsonElement _root;

    public SchemaCheck(string schemaJson)
    {
        _root = JsonDocument.Parse(schemaJson).RootElement.Clone();
        RefuseUnknownKeywords(_root);
    }

    /// <summary>Adds every fault of the file.</summary>
    public void Check(string file, YamlNode node, FaultList faults) => Check(_root, node, new Judge(file, faults));

    private void Check(JsonElement schema, YamlNode node, Judge judge)
    {
        if (schema.TryGetProperty("$ref", out var reference)) Check(Resolve(reference.GetString()!), node, judge);
        if (schema.TryGetProperty("allOf", out var all)) foreach (var part in all.EnumerateArray()) Check(part, node,
            judge);
        if (schema.TryGetProperty("if", out var condition))
        {
            var branch = Holds(condition, node) ? "then" : "else";
            if (schema.TryGetProperty(branch, out var then)) Check(then, node, judge);
        }
        if (!TypeFits(schema, node, judge)) return;
        switch (node)
        {
            case YamlScalarNode scalar: SchemaScalars.Check(schema, scalar, judge); break;
            case YamlSequenceNode list: CheckList(schema, list, judge); break;
            case YamlMappingNode map: CheckMap(schema, map, judge); break;
        }
    }

    private bool Holds(JsonElement schema, YamlNode node)
    {
        var judge = new Judge("", new FaultList());
        Check(schema, node, judge);
        return !judge.Any;
    }

    private static bool TypeFits(JsonElement schema, YamlNode node, Judge judge)
    {
        if (!schema.TryGetProperty("type", out var type)) return true;
        var wanted = type.ValueKind == JsonValueKind.Array
            ? type.EnumerateArray().Select(t => t.GetString()!).ToArray() : [type.GetString()!];
        var actual = node switch
        {
            YamlMappingNode => "object",
            YamlSequenceNode => "array",
            YamlScalarNode scalar => YamlScalars.JsonType(scalar),
            _ => "null",
        };
        if (wanted.Contains(actual) || (actual == "integer" && wanted.Contains("number"))) return true;
        var mend = wanted.Contains("string") && node is YamlScalarNode { Value: { Length: > 0 } value }
            && actual != "null"
            ? $"Put it in quotes: '{value}'." : $"Write {SchemaWords.A(wanted[0])} here.";
        judge.Add(node, "pack.wrong-type", $"This is {SchemaWords.A(actual)}, not {SchemaWords.A(wanted[0])}.", mend);
        return false;
    }

    private void CheckList(JsonElement schema, YamlSequenceNode list, Judge judge)
    {
        var count = list.Children.Count;
        if (schema.TryGetProperty("minItems", out var min) && count < min.GetInt32())
            judge.Add(list, "pack.out-of-range", $"The list has {count} items.", $"Give at least {min.GetInt32()}.");
        if (schema.TryGetProperty("maxItems", out var max) && count > max.GetInt32())
            judge.Add(list, "pack.out-of-range", $"The list has {count} items.", $"Keep at most {max.GetInt32()}.");
        if (schema.TryGetProperty("uniqueItems", out var unique) && unique.GetBoolean())
            foreach (var twin in list.Children.OfType<YamlScalarNode>().GroupBy(n => n.Value)
                .SelectMany(g => g.Skip(1)))
                judge.Add(twin, "pack.duplicate-item", $"{FaultList.Quote(twin.Value)} is in the list twice.",
                    "Keep one of the two.");
        if (schema.TryGetProperty("items", out var items)) foreach (var child in list.Children) Check(items, child,
            judge);
    }

    private void CheckMap(JsonElement schema, YamlMappingNode map, Judge judge)
    {
        var properties = schema.TryGetProperty("properties", out var p) ? p : default;
        var rest = schema.TryGetProperty("additionalProperties", out var r) ? r : default;
        var present = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (keyNode, value) in map.Children)
        {
            if (keyNode is not YamlScalarNode { Value: { } key })
            {
                judge.Add(keyNode, "pack.wrong-type", "A key must be a plain word.", "Write a word before the colon.");
                continue;
            }
            present.Add(key);
            if (schema.TryGetProperty("propertyNames", out var names)) Check(names, keyNode, judge);
            if (properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(key, out var property))
                Check(property, value, judge);
            else if (rest.ValueKind == JsonValueKind.Object) Check(rest, value, judge);
            else if (rest.ValueKind == JsonValueKind.False) AddUnknownKey(keyNode, key, properties, judge);
        }
        if (schema.TryGetProperty("minProperties", out var least) && present.Count < least.GetInt32())
            judge.Add(map, "pack.out-of-range", $"The map has {present.Count} keys.",
                $"Give at least {least.GetInt32()}.");
        CheckRequired(schema, map, present, judge);
    }

    private static void CheckRequired(JsonElement schema, YamlMappingNode map, HashSet<string> present, Judge judge)
    {
        if (schema.TryGetProperty("required", out var required))
            foreach (var key in required.EnumerateArray().Select(k => k.GetString()!).Where(k => !present.Contains(k)))
                judge.Add(map, "pack.missing-key", $"The key '{key}' is missing.", $"Add '{key}:' to this map.");
        if (!schema.TryGetProperty("dependentRequired", out var dependent)) return;
        foreach (var rule in dependent.EnumerateObject().Where(d => present.Contains(d.Name)))
            foreach (var key in rule.Value.EnumerateArray().Select(k => k.GetString()!)
                .Where(k => !present.Contains(k)))
                judge.Add(map, "pack.missing-key", $"The key '{key}' is missing.",
                    $"'{rule.Name}' asks for it; add '{key}:' to this map.");
    }

    private static void AddUnknownKey(YamlNode at, string key, JsonElement properties, Judge judge)
    {
        string[] known = properties.ValueKind == JsonValueKind.Object
            ? [.. properties.EnumerateObject().Select(k => k.Name)] : [];
        var mend = Nearest.Of(key, known) is { } near ? $"Did you mean '{near}'?"
            : known.Length == 0 ? "Remove it." : $"Remove it; known keys are {string.Join(", ", known)}.";
        judge.Add(at, "pack.unknown-key", $"The key {FaultList.Quote(key)} is not known here.", mend);
    }

    private JsonElement Resolve(string reference)
    {
        var at = _root;
        foreach (var step in reference.Split('/').Skip(1)) at = at.GetProperty(step);
        return at;
    }

    private static void RefuseUnknownKeywords(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object) return;
        foreach (var keyword in schema.EnumerateObject())
        {
            if (!Keywords.Contains(keyword.Name)) throw new NotSupportedException($"Schema keyword '{keyword.Name}'.");
            if (keyword.Name is "properties" or "$defs")
                foreach (var inner in keyword.Value.EnumerateObject()) RefuseUnknownKeywords(inner.Value);
            if (keyword.Name is "allOf")
                foreach (var inner in keyword.Value.EnumerateArray()) RefuseUnknownKeywords(inner);
            if (keyword.Name is "items" or "additionalProperties" or "propertyNames" or "if" or "then" or "else")
                RefuseUnknownKeywords(keyword.Value);
        }
    }

    /// <summary>Where faults go, and whether there was one.</summary>
    internal sealed class Judge(string file, FaultList faults)
    {
        public bool Any { get; private set; }

        public void Add(YamlNode at, string code, string what, string mend)
        {
            Any = true;
            faults.Add(file, at, code, what, mend);
        }
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Lingnan.PackKit.Loading;

/// <summary>The keywords of JSON Schema that judge a single value.</summary>
internal static class SchemaScalars
{
    private static readonly ConcurrentDictionary<string, Regex> Patterns = new(StringComparer.Ordinal);

    public static void Check(JsonElement schema, YamlScalarNode node, SchemaCheck.Judge judge)
    {
        var text = node.Value ?? "";
        if (schema.TryGetProperty("const", out var constant) && Text(constant) != text)
            judge.Add(node, "pack.not-allowed", $"{FaultList.Quote(text)} is not allowed here.",
                $"Write {Text(constant)}.");
        if (schema.TryGetProperty("enum", out var choices)) CheckChoice(choices, node, text, judge);
        switch (YamlScalars.JsonType(node))
        {
            case "string": CheckText(schema, node, text, judge); break;
            case "integer" or "number": CheckNumber(schema, node, text, judge); break;
        }
    }

    private static void CheckChoice(JsonElement choices, YamlNode node, string text, SchemaCheck.Judge judge)
    {
        var known = choices.EnumerateArray().Select(Text).ToArray();
        if (known.Contains(text)) return;
        var near = Nearest.Of(text, known);
        judge.Add(node, "pack.not-allowed", $"{FaultList.Quote(text)} is not one of the choices.",
            near is null ? $"Choose one of {string.Join(", ", known)}." : $"Did you mean '{near}'?");
    }

    private static void CheckText(JsonElement schema, YamlNode node, string text, SchemaCheck.Judge judge)
    {
        var length = text.EnumerateRunes().Count();
        if (schema.TryGetProperty("minLength", out var min) && length < min.GetInt32())
            judge.Add(node, "pack.out-of-range", "The text is empty or too short.",
                $"Write at least {min.GetInt32()} characters.");
        if (schema.TryGetProperty("maxLength", out var max) && length > max.GetInt32())
            judge.Add(node, "pack.out-of-range", $"The text has {length} characters.",
                $"Keep at most {max.GetInt32()}.");
        if (!schema.TryGetProperty("pattern", out var pattern)) return;
        var regex =
            Patterns.GetOrAdd(pattern.GetString()!, static p =>
            new Regex(p, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
        if (regex.IsMatch(text)) return;
        var hint = schema.TryGetProperty("description", out var words) ? words.GetString()!
            : $"It must match {pattern.GetString()}.";
        judge.Add(node, "pack.bad-text", $"{FaultList.Quote(text)} is not written as it must be.", hint);
    }

    private static void CheckNumber(JsonElement schema, YamlNode node, string text, SchemaCheck.Judge judge)
    {
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return;
        if (schema.TryGetProperty("minimum", out var min) && number < min.GetDecimal())
            judge.Add(node, "pack.out-of-range", $"{text} is too small.", $"The least is {min.GetRawText()}.");
        if (schema.TryGetProperty("maximum", out var max) && number > max.GetDecimal())
            judge.Add(node, "pack.out-of-range", $"{text} is too large.", $"The greatest is {max.GetRawText()}.");
    }

    private static string Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}

using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Lingnan.PackKit.Loading;

/// <summary>What a scalar is by the core schema of YAML 1.2, which is also how editors judge it.</summary>
internal static partial class YamlScalars
{
    public static bool IsNull(YamlScalarNode node) =>
        node.Style == ScalarStyle.Plain && node.Value is null or "" or "~" or "null" or "Null" or "NULL";

    /// <summary>The JSON type: <c>null</c>, <c>boolean</c>, <c>integer</c>, <c>number</c> or <c>string</c>.</summary>
    public static string JsonType(YamlScalarNode node)
    {
        if (node.Style is not (ScalarStyle.Plain or ScalarStyle.Any)) return "string";
        if (IsNull(node)) return "null";
        var text = node.Value!;
        if (text is "true" or "True" or "TRUE" or "false" or "False" or "FALSE") return "boolean";
        if (Whole().IsMatch(text)) return "integer";
        return Fraction().IsMatch(text) ? "number" : "string";
    }

    [GeneratedRegex(@"^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$")]
    private static partial Regex Whole();

    [GeneratedRegex(
        @"^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$")]
    private static partial Regex Fraction();
}

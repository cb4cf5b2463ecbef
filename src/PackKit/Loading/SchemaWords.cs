namespace Lingnan.PackKit.Loading;

/// <summary>JSON types as people call them in YAML.</summary>
internal static class SchemaWords
{
    public static string A(string type) => type switch
    {
        "object" => "a map of keys to values",
        "array" => "a list (lines that begin with '- ')",
        "string" => "a text",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "true or false",
        _ => "nothing",
    };
}

namespace Lingnan.PackKit.Loading;

/// <summary>The JSON Schemas kept in this assembly.</summary>
internal static class PackSchemas
{
    public static string Read(string name)
    {
        using var stream = typeof(PackSchemas)
            .Assembly.GetManifestResourceStream($"Lingnan.PackKit.Schemas.{name}.schema.json")
            ?? throw new InvalidOperationException($"No schema '{name}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

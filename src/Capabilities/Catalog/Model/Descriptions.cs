using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Lingnan.Catalog.Contracts;
using Lingnan.Kernel;

namespace Lingnan.Catalog.Model;

/// <summary>Descriptions as kept and compared.</summary>
internal static class Descriptions
{
    /// <summary>How descriptions are written: as few words as say them, Chinese as it is.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    public static string Write(ResourceDescription description) => JsonSerializer.Serialize(description, Json);

    public static ResourceDescription Read(string body) =>
        JsonSerializer.Deserialize<ResourceDescription>(body, Json)
        ?? throw new JsonException("A version of a resource was kept as null.");

    /// <summary>The description with texts trimmed, English filled from the Chinese and empty texts as none. What a
    /// body left out may be null here, whatever the types say.</summary>
    public static ResourceDescription Tidy(ResourceDescription raw) => raw with
    {
        Classification = Text(raw.Classification) ?? "",
        Title = Words(raw.Title),
        Summary = Words(raw.Summary),
        Provider = Words(raw.Provider),
        ProviderCode = Text(raw.ProviderCode)?.ToUpperInvariant(),
        Formats = [.. (raw.Formats ?? []).Distinct().Order()],
        Items = [.. (raw.Items ?? []).Where(i => i is not null).Select(
            i => i with { Name = Text(i.Name) ?? "", Title = Words(i.Title) })],
        ShareCondition = Text(raw.ShareCondition),
        LegalBasis = Text(raw.LegalBasis),
        OpenCondition = Text(raw.OpenCondition),
        Related = [.. (raw.Related ?? []).Select(r => Codes.Canonical(r ?? "")).Distinct(StringComparer.Ordinal)],
        Region = Text(raw.Region),
        Keywords = [.. (raw.Keywords ?? []).Select(Text).OfType<string>().Distinct(StringComparer.Ordinal)],
    };

    /// <summary>Where two descriptions differ, field by field and item by item.</summary>
    public static IReadOnlyList<Difference> Differ(ResourceDescription before, ResourceDescription after)
    {
        var (old, now) = (Flat(before), Flat(after));
        return
        [
            .. old.Keys.Union(now.Keys)
                .Select(k => new Difference(k, old.GetValueOrDefault(k), now.GetValueOrDefault(k)))
                .Where(d => d.Before != d.After),
        ];
    }

    private static Dictionary<string, string> Flat(ResourceDescription description)
    {
        var flat = new Dictionary<string, string>(StringComparer.Ordinal);
        using var document = JsonDocument.Parse(Write(description));
        foreach (var field in document.RootElement.EnumerateObject()) Add(flat, field.Name, field.Value);
        return flat;
    }

    // Items go by their name, so that one put in between does not make all after it look changed.
    private static void Add(Dictionary<string, string> flat, string path, JsonElement value)
    {
        if (path == "items")
        {
            foreach (var item in value.EnumerateArray())
                Add(flat, $"items.{item.GetProperty("name").GetString()}", item);
            return;
        }
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var field in value.EnumerateObject()) Add(flat, $"{path}.{field.Name}", field.Value);
                break;
            case JsonValueKind.Array:
                if (value.GetArrayLength() > 0)
                    flat[path] = string.Join(", ", value.EnumerateArray().Select(e => e.ToString()));
                break;
            default:
                flat[path] = value.ToString();
                break;
        }
    }

    private static LocalText Words(LocalText raw)
    {
        var zh = Text(raw.Zh) ?? "";
        return new(zh, Text(raw.En) ?? zh);
    }

    private static string? Text(string? raw) => raw?.Trim() is { Length: > 0 } text ? text : null;
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Lingnan.PackKit.Registries;

namespace Lingnan.Registries.Sources.Model;

/// <summary>A value that a source gave, and since when.</summary>
/// <param name="Text">Canonical text.</param>
/// <param name="Since">Microseconds.</param>
internal sealed record GivenValue(
    [property: JsonPropertyName("t")] string Text, [property: JsonPropertyName("s")] long Since);

/// <summary>All that a source says of a row, with its own key of it.</summary>
internal sealed record SourceWord(
    [property: JsonPropertyName("k")] string? Key,
    [property: JsonPropertyName("v")] IReadOnlyDictionary<string, GivenValue> Values)
{
    public static SourceWord Nothing { get; } = new(null, new Dictionary<string, GivenValue>());

    public string ToJson() => JsonSerializer.Serialize(this);

    public static SourceWord Of(string json) => JsonSerializer.Deserialize<SourceWord>(json)!;

    /// <summary>What of it the register still has fields for: a register changes over the years, and old words
    /// stay.</summary>
    public SourceWord Of(RegistryDeclaration register) => Values.Keys.All(k => register.Fields.Any(f => f.Name == k))
        ? this
        : this with
        {
            Values = Values.Where(v => register.Fields.Any(f => f.Name == v.Key)).ToDictionary(StringComparer.Ordinal),
        };

    /// <summary>The word with these texts said over it; null takes a value back. Told which fields say something new:
    /// what is repeated is as old as it was.</summary>
    public (SourceWord Word, IReadOnlySet<string> Changed) Say(
        string? key, IEnumerable<KeyValuePair<string, string?>> texts, long since)
    {
        var values = new Dictionary<string, GivenValue>(Values, StringComparer.Ordinal);
        var changed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (field, text) in texts)
        {
            var old = values.GetValueOrDefault(field)?.Text;
            if (old == text) continue;
            changed.Add(field);
            if (text is null) values.Remove(field);
            else values[field] = new(text, since);
        }
        return (new(key ?? Key, values), changed);
    }
}

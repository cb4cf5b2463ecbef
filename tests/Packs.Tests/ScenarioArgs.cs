using System.Globalization;
using System.Text.Json;
using Lingnan.Platform.Permissions;
using Lingnan.Registries.Contracts;

namespace Lingnan.Packs.Tests;

/// <summary>Arguments or expectations of a step; what is absent is null or empty.</summary>
internal sealed class ScenarioArgs(string json)
{
    private readonly JsonElement _root = JsonDocument.Parse(json).RootElement;

    public bool Has(string key) => _root.TryGetProperty(key, out _);

    public string? Text(string key) => _root.TryGetProperty(key, out var value) ? value.GetString() : null;

    public int? Whole(string key) => _root.TryGetProperty(key, out var value) ? value.GetInt32() : null;

    public bool Flag(string key, bool otherwise) =>
        _root.TryGetProperty(key, out var value) ? value.GetBoolean() : otherwise;

    public DateOnly? Day(string key) => Text(key) is { } day
        ? DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture)
        : null;

    public IReadOnlyList<string> Texts(string key) =>
        _root.TryGetProperty(key, out var list) ? [.. list.EnumerateArray().Select(i => i.GetString()!)] : [];

    public IReadOnlyDictionary<string, string?> Values(string key) => _root.TryGetProperty(key, out var map)
        ? map.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString(), StringComparer.Ordinal)
            : new Dictionary<string, string?>();

    public IReadOnlyList<ScenarioArgs> Parts(string key) =>
        _root.TryGetProperty(key, out var list)
            ? [.. list.EnumerateArray().Select(i => new ScenarioArgs(i.GetRawText()))] : [];

    public AccessPurpose? Purpose => _root.TryGetProperty("purpose", out var purpose)
        ? new AccessPurpose(purpose.GetProperty("text").GetString()!,
            purpose.TryGetProperty("case", out var number) ? number.GetString() : null)
        : null;

    public IReadOnlyList<RecordFilter> Filters =>
        [.. Parts("filters").Select(f => new RecordFilter(f.Text("field")!, f.Text("operator")!, f.Text("value")!))];
}

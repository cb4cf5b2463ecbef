using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Lingnan.Registries.Storage;

/// <summary>The fields that rows of one answer show, in order: made once for all of them.</summary>
internal sealed class ShownFields
{
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);

    private readonly Dictionary<string, int> _places;

    public ShownFields(PhysicalTable table, IReadOnlyList<int> positions)
    {
        Positions = positions;
        Names = [.. positions.Select(p => table.Fields[p].Field.Name)];
        JsonNames = [.. Names.Select(n => JsonEncodedText.Encode(n, Encoder))];
        _places = Names.Index().ToDictionary(n => n.Item, n => n.Index, StringComparer.Ordinal);
    }

    /// <summary>Positions among the table's fields.</summary>
    public IReadOnlyList<int> Positions { get; }

    public IReadOnlyList<string> Names { get; }

    public IReadOnlyList<JsonEncodedText> JsonNames { get; }

    public bool TryFind(string name, out int place) => _places.TryGetValue(name, out place);
}

/// <summary>The values of a row by the names of the fields that are shown.</summary>
internal sealed class ShownValues(ShownFields fields, object?[] values) : IReadOnlyDictionary<string, object?>
{
    public ShownFields Fields => fields;

    /// <summary>In the order of <see cref="Fields"/>.</summary>
    public IReadOnlyList<object?> InOrder => values;

    public int Count => values.Length;

    public IEnumerable<string> Keys => fields.Names;

    public IEnumerable<object?> Values => values;

    public object? this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException(key);

    public bool ContainsKey(string key) => fields.TryFind(key, out _);

    public bool TryGetValue(string key, out object? value)
    {
        var isThere = fields.TryFind(key, out var place);
        value = isThere ? values[place] : null;
        return isThere;
    }

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < values.Length; i++) yield return new(fields.Names[i], values[i]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

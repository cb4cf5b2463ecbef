using System.Runtime.CompilerServices;
using System.Text.Json;
using Lingnan.PackKit.Registries;
using Lingnan.Registries.Shapes;

namespace Lingnan.Registries.Import;

/// <summary>A GeoJSON FeatureCollection as a table: properties are columns, and the geometry is one more, which feeds
/// the first geometry field of the register. The file is read twice: first for the names of all properties, so that a
/// column that only late features have is not lost, then row by row. Lines are numbers of features, from 1.</summary>
internal sealed class GeoJsonTableReader : ITableReader
{
    private readonly Stream _file;
    private readonly string _geometry;
    private readonly Dictionary<string, int> _index;

    private GeoJsonTableReader(Stream file, string geometry, IReadOnlyList<string> headers)
    {
        (_file, _geometry, Headers) = (file, geometry, headers);
        _index = headers.Index().ToDictionary(h => h.Item, h => h.Index, StringComparer.Ordinal);
    }

    public string Format => "geojson";

    public string? Encoding => "utf-8";

    public string? Delimiter => null;

    public IReadOnlyList<string> Headers { get; }

    public long BytesRead => _file.Position;

    public static async Task<ITableReader> OpenAsync(
        Stream file, RegistryDeclaration register, CancellationToken cancellationToken)
    {
        if (register.Fields.FirstOrDefault(f => f.Type == FieldType.Geometry) is not { } field)
            throw new TableFault(ShapeErrors.NoGeometry(register.Title.ToString()));
        var headers = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal) { field.Name };
        await foreach (var feature in new GeoJsonFeatures(file).ReadAsync(cancellationToken))
        {
            if (Properties(feature.RootElement) is not { } properties) continue;
            foreach (var property in properties.EnumerateObject())
                if (seen.Add(property.Name)) headers.Add(property.Name);
            if (headers.Count >= ImportLimits.ColumnsMax)
                throw new TableFault(ImportErrors.TooManyColumns(headers.Count));
        }
        file.Position = 0;
        return new GeoJsonTableReader(file, field.Name, [.. headers, field.Name]);
    }

    public async IAsyncEnumerable<TableRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var number = 0L;
        _file.Position = 0;
        await foreach (var feature in new GeoJsonFeatures(_file).ReadAsync(cancellationToken))
            yield return Row(feature.RootElement, ++number);
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private TableRow Row(JsonElement feature, long number)
    {
        var cells = new TableCell[Headers.Count];
        Array.Fill(cells, new TableCell(null, IsAbsent: true));
        if (feature.ValueKind != JsonValueKind.Object || !feature.TryGetProperty("type", out var type)
            || type.ValueKind != JsonValueKind.String || !type.ValueEquals("Feature"))
            return new TableRow(number, cells, ImportErrors.NotFeature(number));
        if (Properties(feature) is { } properties)
            foreach (var property in properties.EnumerateObject())
                if (property.Name != _geometry && _index.TryGetValue(property.Name, out var i))
                    cells[i] = Cell(property);
        if (feature.TryGetProperty("geometry", out var geometry))
            cells[_index[_geometry]] =
                new TableCell(geometry.ValueKind == JsonValueKind.Null ? null : geometry.GetRawText());
        return new TableRow(number, cells);
    }

    private static JsonElement? Properties(JsonElement feature) =>
        feature.ValueKind == JsonValueKind.Object && feature.TryGetProperty("properties", out var properties)
            && properties.ValueKind == JsonValueKind.Object ? properties : null;

    private static TableCell Cell(JsonProperty property) => property.Value.ValueKind switch
    {
        JsonValueKind.String => new TableCell(property.Value.GetString()),
        JsonValueKind.Null => new TableCell(null),
        JsonValueKind.Object or JsonValueKind.Array => new TableCell(null, ImportErrors.NestedJson(property.Name)),
        _ => new TableCell(property.Value.GetRawText()),
    };
}

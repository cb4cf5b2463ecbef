using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Lingnan.PackKit.Registries;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Model;
using Lingnan.Registries.Shapes;

namespace Lingnan.Registries.Export;

/// <summary>
/// A GeoJSON FeatureCollection (RFC 7946): a row is a feature with its id, the geometry of one field, and its other
/// fields as properties; a masked or absent geometry is null. Outer rings run against the clock and holes with it,
/// as readers are told there. What is no part of the format stands in further members, which it allows: the
/// coordinate system as the source states it, and of each row the masked fields and those that do not open.
/// </summary>
internal sealed class GeoJsonRecordWriter(Stream target, RegistryDeclaration register, FieldDeclaration field)
    : IRecordWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _waiting = new();
    private bool _isBegun;

    public async Task WriteAsync(Record record, CancellationToken cancellationToken)
    {
        Begin();
        using (var json = new Utf8JsonWriter(_waiting, Options)) Write(json, record);
        await PassOnAsync(cancellationToken);
    }

    public async Task EndAsync(CancellationToken cancellationToken)
    {
        if (!_isBegun) Open();
        _waiting.Write("]}\n"u8);
        await PassOnAsync(cancellationToken);
        await target.FlushAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Begin()
    {
        if (_isBegun) _waiting.Write(",\n"u8);
        else Open();
    }

    private void Open()
    {
        _isBegun = true;
        _waiting.Write("""{"type":"FeatureCollection","datum":"""u8);
        using (var json = new Utf8JsonWriter(_waiting, Options))
            json.WriteStringValue(JsonNamingPolicy.CamelCase.ConvertName(field.Datum.ToString()));
        _waiting.Write(",\"features\":[\n"u8);
    }

    private async Task PassOnAsync(CancellationToken cancellationToken)
    {
        await target.WriteAsync(_waiting.WrittenMemory, cancellationToken);
        _waiting.ResetWrittenCount();
    }

    private void Write(Utf8JsonWriter json, Record record)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteString("id", record.Id);
        json.WritePropertyName("geometry");
        if (record.Values.GetValueOrDefault(field.Name) is Shape shape) json.WriteRawValue(ShapePrinter.Feature(shape));
        else json.WriteNullValue();
        json.WriteStartObject("properties");
        foreach (var other in register.Fields.Where(f => f.Name != field.Name))
        {
            json.WritePropertyName(other.Name);
            Write(json, record.Values.GetValueOrDefault(other.Name));
        }
        json.WriteEndObject();
        json.WriteNumber("version", record.Version);
        if (record.AreasM2?.TryGetValue(field.Name, out var area) == true) json.WriteNumber("areaM2", area);
        if (record.Masked.Count > 0) Write(json, "masked", record.Masked);
        if (record.Unreadable is { } unreadable) Write(json, "unreadable", unreadable.Keys);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case decimal number: json.WriteNumberValue(number); break;
            case Shape shape: json.WriteRawValue(ShapePrinter.Feature(shape)); break;
            default: json.WriteStringValue(Canonical.Text(value)); break;
        }
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> fields)
    {
        json.WriteStartArray(name);
        foreach (var each in fields.Order(StringComparer.Ordinal)) json.WriteStringValue(each);
        json.WriteEndArray();
    }
}

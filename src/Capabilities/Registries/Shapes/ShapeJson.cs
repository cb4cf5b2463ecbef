using System.Text.Json;
using System.Text.Json.Serialization;
using Lingnan.Registries.Contracts;

namespace Lingnan.Registries.Shapes;

/// <summary>Geometries in JSON are GeoJSON.</summary>
internal sealed class ShapeJson : JsonConverter<Shape>
{
    public override Shape Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var shape = ShapeText.Read(document.RootElement.GetRawText());
        return shape.IsOk ? shape.Value : throw new JsonException(shape.Error.ToString());
    }

    public override void Write(Utf8JsonWriter writer, Shape value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.ToGeoJson());
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lingnan.Kernel;

/// <summary>A quantity travels as its text: a JSON number alone would lose the unit.</summary>
internal sealed class QuantityJsonConverter : JsonConverter<Quantity>
{
    /// <inheritdoc />
    public override Quantity Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String) throw new JsonException("Quantity must be a text.");
        var parsed = Quantity.Parse(reader.GetString());
        return parsed.IsOk ? parsed.Value : throw new JsonException(parsed.Error.ToString());
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, Quantity value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

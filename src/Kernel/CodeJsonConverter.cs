using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lingnan.Kernel;

/// <summary>Writes a code as its canonical text and reads it by its parser, also as the key of an object.</summary>
/// <typeparam name="T">The code.</typeparam>
public sealed class CodeJsonConverter<T> : JsonConverter<T> where T : struct, ICode<T>
{
    /// <inheritdoc />
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? Parse(reader.GetString())
            : throw new JsonException($"{typeof(T).Name} must be a text.");

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());

    /// <inheritdoc />
    public override T ReadAsPropertyName(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    /// <inheritdoc />
    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.ToString()!);

    // The message names the fault, never the text: it may be an identity number and messages reach logs.
    private static T Parse(string? text)
    {
        var parsed = T.Parse(text);
        return parsed.IsOk ? parsed.Value : throw new JsonException(parsed.Error.ToString());
    }
}

using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Storage;
using Microsoft.AspNetCore.Http;

namespace Lingnan.Registries.Endpoints;

/// <summary>Writes rows as JSON, member by member: exactly what the serializer makes of them, in a fraction of its
/// time. A page of a hundred rows has thousands of values, so this is what a reader waits for.</summary>
internal static class RecordJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        // What is written stands here and is fixed, so that checking it again each time is in vain.
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All), SkipValidation = true,
    };

    private static readonly JsonEncodedText
        Id = Name("id"), Version = Name("version"), RecordedAt = Name("recordedAt"), RecordedBy = Name("recordedBy"),
        Values = Name("values"), Masked = Name("masked"), ValidFrom = Name("validFrom"), ValidTo = Name("validTo"),
        Doubted = Name("doubted"), Unreadable = Name("unreadable"), IsErased = Name("isErased"), Items = Name("items"),
        Next = Name("next"), Total = Name("total"), Record = Name("record"), Action = Name("action"),
        Reason = Name("reason"), Changed = Name("changed"), SupersededAt = Name("supersededAt"),
        Areas = Name("areasM2"), Distance = Name("distanceM");

    public static IResult Of(Record record) => new Answer(writer => Write(writer, record, new SameNames()));

    public static IResult Of(RecordPage page) => new Answer(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray(Items);
        var names = new SameNames();
        foreach (var record in page.Items) Write(writer, record, names);
        writer.WriteEndArray();
        writer.WriteString(Next, page.Next);
        if (page.Total is { } total) writer.WriteNumber(Total, total);
        else writer.WriteNull(Total);
        writer.WriteEndObject();
    });

    public static IResult Of(IReadOnlyList<RecordVersion> versions) => new Answer(writer =>
    {
        writer.WriteStartArray();
        var names = new SameNames();
        foreach (var version in versions) Write(writer, version, names);
        writer.WriteEndArray();
    });

    /// <summary>Writes a row.</summary>
    public static void Write(Utf8JsonWriter writer, Record record) => Write(writer, record, new SameNames());

    private static void Write(Utf8JsonWriter writer, Record record, SameNames names)
    {
        writer.WriteStartObject();
        writer.WriteString(Id, record.Id);
        writer.WriteNumber(Version, record.Version);
        writer.WriteString(RecordedAt, record.RecordedAt);
        writer.WriteString(RecordedBy, record.RecordedBy);
        writer.WriteStartObject(Values);
        var isPlaced = false;
        if (record.Values is ShownValues shown)
            for (var i = 0; i < shown.Count; i++)
            {
                Write(writer, shown.Fields.JsonNames[i], shown.InOrder[i]);
                isPlaced |= shown.InOrder[i] is Shape;
            }
        else
            foreach (var (name, value) in record.Values)
            {
                Write(writer, Name(name), value);
                isPlaced |= value is Shape;
            }
        writer.WriteEndObject();
        writer.WritePropertyName(Masked);
        writer.WriteRawValue(names.Json(record.Masked), skipInputValidation: true);
        WriteDay(writer, ValidFrom, record.ValidFrom);
        WriteDay(writer, ValidTo, record.ValidTo);
        WriteNames(writer, Doubted, record.Doubted);
        if (record.Unreadable is null) writer.WriteNull(Unreadable);
        else
        {
            writer.WriteStartObject(Unreadable);
            foreach (var (name, cause) in record.Unreadable) writer.WriteString(name, cause);
            writer.WriteEndObject();
        }
        writer.WriteBoolean(IsErased, record.IsErased);
        // Looked for only where there may be one: most rows lie nowhere.
        if (isPlaced && record.AreasM2 is { } areas)
        {
            writer.WriteStartObject(Areas);
            foreach (var (name, area) in areas) writer.WriteNumber(name, area);
            writer.WriteEndObject();
        }
        if (record.DistanceM is { } distance) writer.WriteNumber(Distance, distance);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, RecordVersion version, SameNames names)
    {
        writer.WriteStartObject();
        writer.WritePropertyName(Record);
        Write(writer, version.Record, names);
        writer.WriteString(Action, version.Action);
        writer.WriteString(Reason, version.Reason);
        WriteNames(writer, Changed, version.Changed);
        if (version.SupersededAt is { } at) writer.WriteString(SupersededAt, at);
        else writer.WriteNull(SupersededAt);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, JsonEncodedText name, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNull(name); break;
            case string text: writer.WriteString(name, text); break;
            case decimal number: writer.WriteNumber(name, number); break;
            case DateOnly day: WriteDay(writer, name, day); break;
            case Shape shape:
                writer.WritePropertyName(name);
                writer.WriteRawValue(shape.ToGeoJson());
                break;
            default: throw new ArgumentException($"No value of a row is a {value.GetType().Name}.", nameof(value));
        }
    }

    private static void WriteDay(Utf8JsonWriter writer, JsonEncodedText name, DateOnly? day)
    {
        Span<char> text = stackalloc char[10];
        if (day is { } given && given.TryFormat(text, out _, "O")) writer.WriteString(name, text);
        else writer.WriteNull(name);
    }

    private static void WriteNames(Utf8JsonWriter writer, JsonEncodedText name, IReadOnlyCollection<string>? names)
    {
        if (names is null)
        {
            writer.WriteNull(name);
            return;
        }
        writer.WritePropertyName(name);
        WriteNames(writer, names);
    }

    private static void WriteNames(Utf8JsonWriter writer, IReadOnlyCollection<string> names)
    {
        writer.WriteStartArray();
        foreach (var each in names) writer.WriteStringValue(each);
        writer.WriteEndArray();
    }

    private static JsonEncodedText Name(string name) => JsonEncodedText.Encode(name, Options.Encoder);

    /// <summary>Row after row mostly has the same masked fields, which then are one set and written down
    /// once.</summary>
    private sealed class SameNames
    {
        private readonly ArrayBufferWriter<byte> _json = new(128);
        private IReadOnlyCollection<string>? _names;

        public ReadOnlySpan<byte> Json(IReadOnlyCollection<string> names)
        {
            if (!ReferenceEquals(names, _names))
            {
                _names = names;
                _json.ResetWrittenCount();
                using var writer = new Utf8JsonWriter(_json, Options);
                WriteNames(writer, names);
            }
            return _json.WrittenSpan;
        }
    }

    private sealed class Answer(Action<Utf8JsonWriter> write) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            var body = httpContext.Response.BodyWriter;
            await using (var writer = new Utf8JsonWriter(body, Options)) write(writer);
            await body.FlushAsync(httpContext.RequestAborted);
        }
    }
}

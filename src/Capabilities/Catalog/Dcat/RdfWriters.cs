using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Lingnan.Catalog.Dcat;

/// <summary>Writes nodes one by one.</summary>
internal interface IRdfWriter : IAsyncDisposable
{
    Task WriteAsync(Node node, CancellationToken cancellationToken);
    Task EndAsync(CancellationToken cancellationToken);
}

/// <summary>Turtle.</summary>
internal sealed class TurtleWriter : IRdfWriter
{
    private readonly StreamWriter _writer;

    public TurtleWriter(Stream target)
    {
        _writer = new StreamWriter(target, new UTF8Encoding(false), 16 * 1024, leaveOpen: true) { NewLine = "\n" };
        foreach (var (name, iri) in DcatGraph.Prefixes) _writer.WriteLine($"@prefix {name}: <{iri}> .");
    }

    public async Task WriteAsync(Node node, CancellationToken cancellationToken)
    {
        var text = new StringBuilder().Append("\n<").Append(Iri(node.Iri)).Append("> a ").Append(node.Class);
        foreach (var (property, value) in node.Said)
            text.Append(" ;\n  ").Append(property).Append(' ').Append(Of(value));
        await _writer.WriteLineAsync(text.Append(" ."), cancellationToken);
    }

    public Task EndAsync(CancellationToken cancellationToken) => _writer.FlushAsync(cancellationToken);

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private static string Of(Term term) => term.IsIri ? $"<{Iri(term.Value)}>"
        : $"\"{Escaped(term.Value)}\"" + (term.Language is { } language ? "@" + language
            : term.Datatype is { } datatype ? "^^" + datatype : "");

    private static string Escaped(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal);

    // Characters that an address in Turtle may not hold as they are.
    private static string Iri(string iri) =>
        string.Concat(iri.Select(c => c <= ' ' || "<>\"{}|^`\\".Contains(c) ? $"%{(int)c:X2}" : c.ToString()));
}

/// <summary>JSON-LD: a context and a graph.</summary>
internal sealed class JsonLdWriter : IRdfWriter
{
    private readonly Stream _target;
    private readonly MemoryStream _buffer = new();
    private readonly Utf8JsonWriter _writer;

    public JsonLdWriter(Stream target)
    {
        _target = target;
        _writer = new Utf8JsonWriter(
            _buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) });
        _writer.WriteStartObject();
        _writer.WriteStartObject("@context");
        foreach (var (name, iri) in DcatGraph.Prefixes) _writer.WriteString(name, iri);
        _writer.WriteEndObject();
        _writer.WriteStartArray("@graph");
    }

    public async Task WriteAsync(Node node, CancellationToken cancellationToken)
    {
        _writer.WriteStartObject();
        _writer.WriteString("@id", node.Iri);
        _writer.WriteString("@type", node.Class);
        foreach (var property in node.Said.GroupBy(s => s.Property))
        {
            _writer.WriteStartArray(property.Key);
            foreach (var (_, value) in property) Write(value);
            _writer.WriteEndArray();
        }
        _writer.WriteEndObject();
        await FlushAsync(cancellationToken);
    }

    public async Task EndAsync(CancellationToken cancellationToken)
    {
        _writer.WriteEndArray();
        _writer.WriteEndObject();
        await FlushAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        // Without its end: a catalogue that broke off must not look whole.
        _writer.Reset(Stream.Null);
        await _writer.DisposeAsync();
        await _buffer.DisposeAsync();
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _writer.FlushAsync(cancellationToken);
        await _target.WriteAsync(_buffer.GetBuffer().AsMemory(0, (int)_buffer.Length), cancellationToken);
        _buffer.SetLength(0);
    }

    private void Write(Term term)
    {
        _writer.WriteStartObject();
        _writer.WriteString(term.IsIri ? "@id" : "@value", term.Value);
        if (term.Language is { } language) _writer.WriteString("@language", language);
        if (term.Datatype is { } datatype) _writer.WriteString("@type", datatype);
        _writer.WriteEndObject();
    }
}

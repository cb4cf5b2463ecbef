using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Registries.Sources;

namespace Lingnan.Registries.Import;

/// <summary>JSON Lines: one object a line, keys are field names, values are texts, numbers or null; of a register with
/// sources also <c>sourceKey</c>, the key by which the source knows the row.</summary>
internal sealed class JsonlTableReader : ITableReader
{
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    private readonly Stream _file;
    private readonly StreamReader _text;
    private readonly BoundedLines _lines;
    private readonly Dictionary<string, int> _index;
    private readonly HashSet<string> _shapes;
    private readonly int _fields;

    public JsonlTableReader(Stream file, RegistryDeclaration register)
    {
        _file = file;
        _text = new StreamReader(file, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: true, 64 * 1024);
        _lines = new BoundedLines(_text);
        _shapes = [.. register.Fields.Where(f => f.Type == FieldType.Geometry).Select(f => f.Name)];
        Headers =
        [
            .. register.Fields.Select(f => f.Name),
            .. register.Sources is not null && register.Fields.All(f => f.Name != SourceRules.KeyName)
                ? [SourceRules.KeyName] : Array.Empty<string>(),
        ];
        _fields = register.Fields.Count;
        _index = Headers.Select((name, i) => (name, i)).ToDictionary(h => h.name, h => h.i, StringComparer.Ordinal);
    }

    public string Format => "jsonl";

    public string? Encoding => "utf-8";

    public string? Delimiter => null;

    public IReadOnlyList<string> Headers { get; }

    public long BytesRead => _file.Position;

    public async IAsyncEnumerable<TableRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = new char[16 * 1024];
        var line = new StringBuilder();
        var number = 1L;
        while (await _lines.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            var start = 0;
            for (var i = 0; i < read; i++)
            {
                if (buffer[i] != '\n') continue;
                line.Append(buffer, start, i - start);
                start = i + 1;
                if (Row(line.ToString(), number++) is { } row) yield return row;
                line.Clear();
            }
            line.Append(buffer, start, read - start);
        }
        if (Row(line.ToString(), number) is { } last) yield return last;
    }

    public async ValueTask DisposeAsync()
    {
        _lines.Dispose();
        _text.Dispose();
        await _file.DisposeAsync();
    }

    private TableRow? Row(string text, long line)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var cells = new TableCell[Headers.Count];
        // A field that is not named stays as it is; a source that names no key of its own says just that.
        Array.Fill(cells, new TableCell(null));
        Array.Fill(cells, new TableCell(null, IsAbsent: true), 0, _fields);
        try
        {
            using var document = JsonDocument.Parse(text, Json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return new(line, cells, ImportErrors.BadJson("{ }"));
            Error? fault = null;
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Name.StartsWith(ColumnMap.ReportMark)) continue;
                // What can be read goes on into the file to mend, whatever is wrong elsewhere in the line.
                if (!_index.TryGetValue(property.Name, out var i))
                    fault ??= ImportErrors.UnknownKey(Cut(property.Name));
                else if (property.Value.ValueKind == JsonValueKind.Object && _shapes.Contains(property.Name))
                    cells[i] = new TableCell(property.Value.GetRawText());
                else if (Text(property.Value) is { } value) cells[i] = value;
                else fault ??= ImportErrors.NestedJson(property.Name);
            }
            return new TableRow(line, cells, fault);
        }
        catch (JsonException fault)
        {
            return new TableRow(line, cells, ImportErrors.BadJson($"{fault.BytePositionInLine + 1}"));
        }
    }

    private static TableCell? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => new TableCell(value.GetString()),
        JsonValueKind.Number => new TableCell(value.GetRawText()),
        JsonValueKind.Null => new TableCell(null),
        JsonValueKind.True => new TableCell("true"),
        JsonValueKind.False => new TableCell("false"),
        _ => null,
    };

    private static string Cut(string name) => name.Length <= 40 ? name : name[..40];
}

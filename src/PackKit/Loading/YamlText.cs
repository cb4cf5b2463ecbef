using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Lingnan.PackKit.Loading;

/// <summary>
/// Reads one YAML text into nodes with their places. Anchors, aliases and tags are refused: declarations need none, and
/// with them a file of a kilobyte can stand for gigabytes.
/// </summary>
internal static class YamlText
{
    /// <summary>The root map, or null when there is none; every fault of the syntax is added.</summary>
    public static YamlMappingNode? Read(string file, byte[] bytes, FaultList faults)
    {
        if (Decode(file, bytes, faults) is not { } text) return null;
        if (Events(file, text, faults) is not { } events) return null;
        var stream = new YamlStream();
        try
        {
            stream.Load(new EventQueue(events));
        }
        catch (YamlException e)
        {
            AddSyntax(file, e, faults);
            return null;
        }
        if (stream.Documents.Count == 0)
        {
            faults.Add(file, 0, 0, "pack.empty-file", "The file is empty.",
                "Write the declaration, or delete the file.");
            return null;
        }
        if (stream.Documents[0].RootNode is YamlMappingNode root) return root;
        faults.Add(file, stream.Documents[0].RootNode, "pack.wrong-type", "The file is not a map of keys to values.",
            "Start with 'key: value' lines; the schema named in its first line shows the keys.");
        return null;
    }

    private static string? Decode(string file, byte[] bytes, FaultList faults)
    {
        try
        {
            var start = bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
            return new UTF8Encoding(false, true).GetString(bytes, start, bytes.Length - start);
        }
        catch (DecoderFallbackException e)
        {
            var line = 1 + bytes.AsSpan(0, Math.Max(0, e.Index)).Count((byte)'\n');
            faults.Add(file, line, 0, "pack.not-utf8", "The file is not in UTF-8.",
                "Save it again in the encoding UTF-8.");
            return null;
        }
    }

    // Duplicate keys are dropped here with a fault each, since the reader behind would stop at the first.
    private static List<ParsingEvent>? Events(string file, string text, FaultList faults)
    {
        var events = new List<ParsingEvent>();
        var open = new Stack<OpenNode>();
        var parser = new Parser(new StringReader(text));
        var dropDepth = -1;
        var documents = 0;
        try
        {
            while (MoveNext(parser))
            {
                var current = parser.Current!;
                if (Refused(file, current, open.Count, events.Count, ref documents, faults)) return null;
                // The parser lets ": value" pass with a key but no value, which the reader behind cannot take.
                if (current is MappingEnd && open.TryPeek(out var ending) && !ending.AtKey)
                    throw new YamlException(current.Start, current.Start, "a value has no key before its colon");
                if (dropDepth < 0 && IsDoubleKey(file, current, open, faults)) dropDepth = open.Count;
                else if (dropDepth < 0) events.Add(current);
                else if (EndsDropped(current, open.Count, dropDepth)) dropDepth = -1;
                Track(current, open);
            }
        }
        catch (YamlException e)
        {
            AddSyntax(file, e, faults);
            return null;
        }
        return events;
    }

    // On some broken texts the parser fails in itself instead of saying what is wrong; for the author both are one.
    private static bool MoveNext(Parser parser)
    {
        try
        {
            return parser.MoveNext();
        }
        catch (Exception e) when (
            e is InvalidOperationException or ArgumentException or IndexOutOfRangeException or NullReferenceException)
        {
            var at = parser.Current?.End ?? Mark.Empty;
            throw new YamlException(at, at, "a bracket or quote is not closed", e);
        }
    }

    private static bool Refused(string file, ParsingEvent current, int depth, int count, ref int documents,
        FaultList faults)
    {
        if (current is DocumentStart && ++documents > 1)
            return Add("pack.many-documents", "The file holds more than one document.",
                "Keep one, and put the others into files of their own.");
        if (current is AnchorAlias || current is NodeEvent { Anchor.IsEmpty: false })
            return Add("pack.anchor", "Anchors (&) and aliases (*) are not allowed.",
                "Write the value out, or put a text that begins with & or * in quotes.");
        if (current is NodeEvent { Tag.IsEmpty: false } tagged and not Scalar { Tag.IsNonSpecific: true })
            return Add("pack.tag", $"Tags ({tagged.Tag}) are not allowed.",
                "Remove it; put a text that begins with ! in quotes.");
        if (depth > PackLimits.DepthMax)
            return Add("pack.too-deep", $"Values are nested more than {PackLimits.DepthMax} levels deep.",
                "Check the indentation; no declaration needs so many levels.");
        if (count > PackLimits.NodesMax)
            return Add("pack.too-large", $"The file holds more than {PackLimits.NodesMax} values.",
                "Split it; data belongs in seed/ or comes by import.");
        return false;

        bool Add(string code, string what, string mend)
        {
            faults.Add(file, current.Start, code, what, mend);
            return true;
        }
    }

    private static bool IsDoubleKey(string file, ParsingEvent current, Stack<OpenNode> open, FaultList faults)
    {
        if (current is not Scalar key || !open.TryPeek(out var map) || !map.IsMap || !map.AtKey
            || map.Keys.Add(key.Value)) return false;
        faults.Add(file, key.Start, "pack.duplicate-key",
            $"The key {FaultList.Quote(key.Value)} occurs twice in one map.",
            "Keep one of the two.");
        return true;
    }

    // The value of a dropped key ends with its scalar, or with the end of the collection that it opened.
    private static bool EndsDropped(ParsingEvent current, int depth, int dropDepth) => current switch
    {
        Scalar => depth == dropDepth,
        MappingEnd or SequenceEnd => depth == dropDepth + 1,
        _ => false,
    };

    private static void Track(ParsingEvent current, Stack<OpenNode> open)
    {
        if (current is MappingEnd or SequenceEnd) open.Pop();
        if (current is Scalar or MappingEnd or SequenceEnd && open.TryPeek(out var parent))
            parent.AtKey = !parent.AtKey;
        if (current is MappingStart or SequenceStart) open.Push(new OpenNode(current is MappingStart));
    }

    private static void AddSyntax(string file, YamlException e, FaultList faults) =>
        faults.Add(file, e.Start, "pack.yaml-syntax", "This is not YAML: " + e.Message.TrimEnd('.') + ".",
            "Check indentation, quotes and the colon on this line and the one before.");

    private sealed class OpenNode(bool isMap)
    {
        public bool IsMap { get; } = isMap;
        public bool AtKey { get; set; } = true;
        public HashSet<string> Keys { get; } = new(StringComparer.Ordinal);
    }

    private sealed class EventQueue(List<ParsingEvent> events) : IParser
    {
        private int _next;
        public ParsingEvent? Current { get; private set; }

        public bool MoveNext()
        {
            Current = _next < events.Count ? events[_next] : null;
            return _next++ < events.Count;
        }
    }
}

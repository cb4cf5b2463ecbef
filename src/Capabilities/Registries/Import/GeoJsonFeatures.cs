using System.Runtime.CompilerServices;
using System.Text.Json;
using Lingnan.Kernel;
using Lingnan.Registries.Shapes;

namespace Lingnan.Registries.Import;

/// <summary>The features of a GeoJSON FeatureCollection, one after the other: never more than one is in memory. What is
/// wrong with the file is a <see cref="TableFault"/> that names line and column.</summary>
internal sealed class GeoJsonFeatures(Stream file)
{
    private const int FirstBufferBytes = 64 * 1024;

    private byte[] _buffer = new byte[FirstBufferBytes];
    private int _start;
    private int _end;
    private bool _isLast;
    private bool _isInFeatures;
    private bool _hasFeatures;
    private bool _isCollection;
    private long _number;
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = 32 });

    public async IAsyncEnumerable<JsonDocument> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await FillAsync(cancellationToken);
        if (_buffer.AsSpan(0, _end).StartsWith<byte>([0xEF, 0xBB, 0xBF])) _start = 3;
        while (true)
        {
            if (Step() is { } feature)
            {
                using (feature) yield return feature;
                continue;
            }
            if (_isLast) break;
            await FillAsync(cancellationToken);
        }
        if (!_isCollection) throw new TableFault(ImportErrors.NotFeatures());
        if (!_hasFeatures) throw new TableFault(ImportErrors.NotFeatures());
    }

    // The next feature, or null when more must be read (or, at the end of the file, when there is none).
    private JsonDocument? Step()
    {
        var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _isLast, _state);
        var (kept, consumed) = (_state, 0L);
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth == 0 && reader.TokenType
                    is not (JsonTokenType.StartObject or JsonTokenType.EndObject))
                    throw new TableFault(ImportErrors.NotFeatures());
                if (_isInFeatures)
                {
                    if (reader.TokenType == JsonTokenType.EndArray) _isInFeatures = false;
                    else
                    {
                        var from = (int)reader.TokenStartIndex;
                        if (!reader.TrySkip()) break;
                        _number++;
                        var feature = JsonDocument.Parse(
                            _buffer.AsMemory(_start + from, (int)reader.BytesConsumed - from),
                            new JsonDocumentOptions { MaxDepth = 32 });
                        Keep(reader.CurrentState, reader.BytesConsumed);
                        return feature;
                    }
                }
                else if (reader.TokenType == JsonTokenType.PropertyName && !Member(ref reader)) break;
                (kept, consumed) = (reader.CurrentState, reader.BytesConsumed);
            }
        }
        catch (JsonException fault)
        {
            throw new TableFault(ImportErrors.BrokenGeoJson(
                (fault.LineNumber ?? 0) + 1, (fault.BytePositionInLine ?? 0) + 1));
        }
        Keep(kept, consumed);
        return null;
    }

    // A member of the collection; false when its value is not in the buffer yet.
    private bool Member(ref Utf8JsonReader reader)
    {
        var name = reader.GetString();
        if (name == "features")
        {
            if (!reader.Read()) return false;
            if (reader.TokenType != JsonTokenType.StartArray) throw new TableFault(ImportErrors.NotFeatures());
            _isInFeatures = _hasFeatures = true;
            return true;
        }
        if (name is not ("type" or "crs")) return reader.TrySkip();
        if (!JsonDocument.TryParseValue(ref reader, out var value)) return false;
        using (value)
        {
            var isString = value.RootElement.ValueKind == JsonValueKind.String;
            if (name == "crs" && GeoJsonGeometry.CheckCrs(value.RootElement) is { } wrong) throw new TableFault(wrong);
            if (name == "type" && !(isString && value.RootElement.ValueEquals("FeatureCollection")))
                throw new TableFault(ImportErrors.NotFeatures());
            _isCollection |= name == "type";
        }
        return true;
    }

    private void Keep(JsonReaderState state, long consumed)
    {
        _state = state;
        _start += (int)consumed;
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        var left = _end - _start;
        if (left == _buffer.Length)
        {
            if (left >= ShapeLimits.FeatureBytesMax) throw new TableFault(ImportErrors.FeatureTooLarge(_number + 1));
            var larger = new byte[_buffer.Length * 2];
            _buffer.AsSpan(_start, left).CopyTo(larger);
            _buffer = larger;
        }
        else _buffer.AsSpan(_start, left).CopyTo(_buffer);
        (_start, _end) = (0, left);
        var read = await file.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        _isLast = read == 0;
    }
}

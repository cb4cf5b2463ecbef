using System.Globalization;
using Lingnan.Kernel;
using NetTopologySuite.Geometries;

namespace Lingnan.Registries.Shapes;

/// <summary>Reads well-known text. A reader of our own, because a ring that is not closed must be told apart from a
/// text that is none, and the place of the fault named.</summary>
internal sealed class WktReading
{
    private readonly string _text;
    private int _at;
    private int _vertices;

    private WktReading(string text) => _text = text;

    public static Result<RawShape> Read(string text)
    {
        var reading = new WktReading(text);
        if (reading.Word() is not { } word) return ShapeErrors.Unreadable(reading._at + 1);
        if (word.Equals("SRID", StringComparison.OrdinalIgnoreCase))
        {
            if (!reading.Takes('=') || reading.Number() is not { } id || !reading.Takes(';'))
                return ShapeErrors.Unreadable(reading._at + 1);
            if (id is not (4326 or 4490)) return ShapeErrors.Crs(id.ToString("R", CultureInfo.InvariantCulture));
            if ((word = reading.Word()) is null) return ShapeErrors.Unreadable(reading._at + 1);
        }
        var type = RawShape.Depths.Keys.FirstOrDefault(t => t.Equals(word, StringComparison.OrdinalIgnoreCase));
        if (type is null) return IsType(word) ? ShapeErrors.Type(word) : ShapeErrors.Unreadable(1);
        var before = reading._at;
        if (reading.Word() is { } next)
        {
            if (next.Equals("EMPTY", StringComparison.OrdinalIgnoreCase)) return ShapeErrors.Empty();
            if (!next.Equals("Z", StringComparison.OrdinalIgnoreCase)) return ShapeErrors.Unreadable(before + 2);
        }
        var parts = reading.Parts(type);
        if (reading._vertices > ShapeLimits.VerticesMax) return ShapeErrors.TooMany();
        reading.Skip();
        return parts is null || reading._at < text.Length
            ? ShapeErrors.Unreadable(reading._at + 1)
            : new RawShape(type, parts);
    }

    private IReadOnlyList<IReadOnlyList<Coordinate[]>>? Parts(string type) => RawShape.Depths[type] switch
    {
        0 or 1 => Ring() is { } ring && (type != "Point" || ring.Length == 1) ? [[ring]] : null,
        2 => List(Ring) is { } rings
            ? type == "Polygon" ? [rings] : [.. rings.Select(r => (IReadOnlyList<Coordinate[]>)[r])]
            : null,
        _ => List(() => List(Ring)),
    };

    private List<T>? List<T>(Func<T?> read) where T : class
    {
        if (!Takes('(')) return null;
        var items = new List<T>();
        do
        {
            if (read() is not { } item) return null;
            items.Add(item);
            if (_vertices > ShapeLimits.VerticesMax) return null;
        }
        while (Takes(','));
        return Takes(')') ? items : null;
    }

    // Points of a MULTIPOINT may have brackets of their own.
    private Coordinate[]? Ring() => List(() =>
    {
        var isBracketed = Takes('(');
        _vertices++;
        if (Number() is not { } x || Number() is not { } y) return null;
        if (IsNumberNext()) Number();
        return isBracketed && !Takes(')') ? null : new Coordinate(x, y);
    })?.ToArray();

    private void Skip()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at])) _at++;
    }

    private bool Takes(char c)
    {
        Skip();
        if (_at >= _text.Length || _text[_at] != c) return false;
        _at++;
        return true;
    }

    private string? Word()
    {
        Skip();
        var from = _at;
        while (_at < _text.Length && char.IsAsciiLetter(_text[_at])) _at++;
        return _at == from ? null : _text[from.._at];
    }

    private bool IsNumberNext()
    {
        Skip();
        return _at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] is '-' or '+' or '.');
    }

    private double? Number()
    {
        Skip();
        var from = _at;
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] is '-' or '+' or '.' or 'e' or 'E'))
            _at++;
        if (double.TryParse(_text.AsSpan(from, _at - from), NumberStyles.Float, CultureInfo.InvariantCulture, out var n)
            && double.IsFinite(n))
            return n;
        _at = from;
        return null;
    }

    private static bool IsType(string word) => word.ToUpperInvariant()
        is "GEOMETRYCOLLECTION" or "CIRCULARSTRING" or "COMPOUNDCURVE" or "CURVEPOLYGON" or "MULTICURVE"
        or "MULTISURFACE" or "POLYHEDRALSURFACE" or "TIN" or "TRIANGLE" or "LINEARRING";
}

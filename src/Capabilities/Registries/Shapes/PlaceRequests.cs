using System.Globalization;
using Lingnan.Kernel;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Endpoints;
using Microsoft.AspNetCore.Http;

namespace Lingnan.Registries.Shapes;

/// <summary>Reads by which place rows are asked for.</summary>
internal static class PlaceRequests
{
    /// <summary><c>?bbox=113.7,22.9,113.9,23.1&amp;near=113.75,23.02,500&amp;geometry=area</c>; null where none of it
    /// is asked.</summary>
    public static Result<RecordPlace?> Read(HttpRequest request)
    {
        var field = RecordRequests.One(request, "geometry");
        var boxes = Box(request.Query["bbox"]);
        if (!boxes.IsOk) return boxes.Error;
        var near = Near(request.Query["near"]);
        if (!near.IsOk) return near.Error;
        if (boxes.Value.Count == 0 && near.Value is null)
            return Result<RecordPlace?>.Ok(field is null ? null : new RecordPlace { Field = field });
        return new RecordPlace { Field = field, Boxes = boxes.Value, Near = near.Value };
    }

    // As OGC API Features has it: a box whose west is greater than its east crosses the antimeridian.
    private static Result<IReadOnlyList<ShapeBox>> Box(IReadOnlyList<string?> texts)
    {
        if (texts.Count == 0) return Result<IReadOnlyList<ShapeBox>>.Ok([]);
        if (texts.Count > 1 || Numbers(texts[0]) is not [var west, var south, var east, var north])
            return ShapeErrors.AskedBox();
        if (Math.Abs(west) > 180 || Math.Abs(east) > 180 || south < -90 || north > 90 || south > north)
            return ShapeErrors.AskedBox();
        return Result<IReadOnlyList<ShapeBox>>.Ok(west <= east
            ? [new(west, south, east, north)]
            : [new(west, south, 180, north), new(-180, south, east, north)]);
    }

    private static Result<NearPlace?> Near(IReadOnlyList<string?> texts)
    {
        if (texts.Count == 0) return Result<NearPlace?>.Ok(null);
        if (texts.Count > 1 || Numbers(texts[0]) is not { Length: 2 or 3 } numbers) return ShapeErrors.Near();
        if (LocatePlace.Misplaced(numbers[0], numbers[1]) is { } misplaced) return misplaced;
        var metres = numbers.Length == 3 ? numbers[2] : ShapeLimits.NearMetres;
        return metres >= 1 && metres <= ShapeLimits.NearMetresMax && metres == Math.Floor(metres)
            ? Result<NearPlace?>.Ok(new NearPlace(numbers[0], numbers[1], (int)metres))
            : ShapeErrors.Near();
    }

    // Rounded as geometries are when they are kept, so that a border that is asked for is the border that is kept.
    private static double[]? Numbers(string? text)
    {
        if (text is null || text.Length > ShapeLimits.AskedTextMax) return null;
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        var numbers = new double[parts.Length];
        for (var i = 0; i < parts.Length; i++)
            if (double.TryParse(
                parts[i], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
                out var number) && double.IsFinite(number))
                numbers[i] = Math.Round(number, ShapeLimits.Places);
            else return null;
        return numbers;
    }
}

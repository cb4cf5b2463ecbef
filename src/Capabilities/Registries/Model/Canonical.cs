using System.Globalization;
using Lingnan.PackKit.Registries;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Shapes;

namespace Lingnan.Registries.Model;

/// <summary>The one text of a value, as exports print it, seals hold it and keys join it.</summary>
internal static class Canonical
{
    public static string? Text(object? value) => value switch
    {
        null => null,
        string text => text,
        decimal number => number.ToString(CultureInfo.InvariantCulture),
        Shape shape => shape.ToWkt(),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"No field holds a {value.GetType().Name}.", nameof(value)),
    };

    /// <summary>The value of a text that <see cref="Text"/> wrote.</summary>
    public static object? Value(FieldDeclaration field, string? text) => text is null ? null : field.Type switch
    {
        FieldType.Number or FieldType.Money => decimal.Parse(text, CultureInfo.InvariantCulture),
        FieldType.Geometry => ShapeText.Read(text).Value,
        FieldType.Date => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => text,
    };

    public static int Scale(FieldDeclaration field) => field.Type == FieldType.Money ? 2 : field.Scale;
}

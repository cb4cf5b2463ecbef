using System.Globalization;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Sealing;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Model;
using Lingnan.Registries.Shapes;

namespace Lingnan.Registries.Storage;

/// <summary>Turns values into cells and back.</summary>
internal static class Cells
{
    /// <summary>The cell of a value; a sealed one still waits for its key.</summary>
    public static object? Of(PhysicalTable table, PhysicalField field, object? value, ISealing sealing) => value switch
    {
        null => null,
        _ when field.IsSealed && Canonical.Text(value) is { } text =>
            new PendingSeal(text, sealing.BlindIndex(field.SealName, text)),
        Shape shape => new ShapeCell(shape.ToWkb()),
        decimal number => Scaled.To(number, Canonical.Scale(field.Field)),
        _ => Canonical.Text(value),
    };

    /// <summary>The value of a cell that is not sealed.</summary>
    public static object? Value(FieldDeclaration field, object? cell) => cell switch
    {
        null => null,
        long scaled => Scaled.From(scaled, Canonical.Scale(field)),
        string text => Canonical.Value(field, text),
        ShapeCell shape => Shape.FromWkb(shape.Wkb),
        _ => throw new ArgumentException("A sealed cell is opened with its key.", nameof(cell)),
    };

    /// <summary>Text that stands for a cell where rows are compared: equal exactly when the values are.</summary>
    public static string? Mark(object? cell) => cell switch
    {
        null => null,
        string text => text,
        long number => number.ToString(CultureInfo.InvariantCulture),
        ShapeCell shape => shape.Digest,
        SealedCell kept => kept.Index,
        PendingSeal pending => pending.Index,
        _ => throw new ArgumentException($"No cell is a {cell.GetType().Name}.", nameof(cell)),
    };

    /// <summary>The text that names a row in the world; parts are parted by a character that no value may
    /// hold.</summary>
    public static string Key(PhysicalTable table, object?[] cells) =>
        string.Join('\u001f', table.Register.Key.Select(name => Mark(cells[table.IndexOf(name)]) ?? ""));

    /// <summary>The person a row is about, or null.</summary>
    public static string? Subject(PhysicalTable table, string id, object?[] cells) => table.Register switch
    {
        { IsPersons: true } => id,
        { SubjectField: { } field } => cells[table.IndexOf(field)] as string,
        _ => null,
    };

    /// <summary>Region of a row, or null.</summary>
    public static string? Region(PhysicalTable table, object?[] cells) =>
        table.Register.RegionField is { } field ? cells[table.IndexOf(field)] as string : null;
}

using System.Globalization;
using System.Text.Json.Serialization;

namespace Lingnan.Kernel;

/// <summary>
/// An amount with its unit, printed <c>12.5 m²</c>. Amounts of different units are never added or compared: that is
/// an error, not a conversion. Errors: <c>kernel.quantity.shape</c>, <c>number</c>, <c>unit</c>,
/// <c>unit-mismatch</c>, <c>too-large</c>.
/// </summary>
[JsonConverter(typeof(QuantityJsonConverter))]
public readonly record struct Quantity
{
    private const int UnitLengthMax = 24;
    private readonly string? _unit;

    private Quantity(decimal amount, string unit) { Amount = amount; _unit = unit; }

    /// <summary>How many units.</summary>
    public decimal Amount { get; }

    /// <summary>The unit as it is written, e.g. <c>kg</c>, <c>m²</c>, <c>元</c>. Case counts.</summary>
    public string Unit => _unit ?? "";

    /// <summary>An amount of a unit; the unit has 1 to 24 characters without white space.</summary>
    public static Result<Quantity> Of(decimal amount, string unit) =>
        unit is { Length: > 0 and <= UnitLengthMax } && !unit.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))
            ? new Quantity(amount, unit)
            : Error.Of("kernel.quantity.unit", ("max", UnitLengthMax));

    /// <summary>Parses a number, white space and a unit; the decimal sign is a point.</summary>
    public static Result<Quantity> Parse(string? text)
    {
        var trimmed = (text ?? "").Trim();
        var space = trimmed.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0) return new Error("kernel.quantity.shape");
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        return decimal.TryParse(trimmed.AsSpan(0, space), Style, CultureInfo.InvariantCulture, out var amount)
            ? Of(amount, trimmed[space..].Trim())
            : new Error("kernel.quantity.number");
    }

    /// <summary>The sum, in the same unit.</summary>
    public Result<Quantity> Plus(Quantity other) => With(other, static (a, b) => a + b);

    /// <summary>The difference, in the same unit.</summary>
    public Result<Quantity> Minus(Quantity other) => With(other, static (a, b) => a - b);

    /// <summary>So many times the amount.</summary>
    public Result<Quantity> Times(decimal factor) => With(new Quantity(factor, Unit), static (a, b) => a * b);

    /// <summary>Below, at or above zero as this is less than, equal to or more than <paramref name="other"/>.</summary>
    public Result<int> CompareWith(Quantity other) =>
        Unit == other.Unit ? Amount.CompareTo(other.Amount) : Mismatch(other);

    /// <summary>The amount, a space, the unit; the same in every culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount} {Unit}");

    private Result<Quantity> With(Quantity other, Func<decimal, decimal, decimal> operation)
    {
        if (Unit != other.Unit) return Mismatch(other);
        try
        {
            return new Quantity(operation(Amount, other.Amount), Unit);
        }
        catch (OverflowException)
        {
            return new Error("kernel.quantity.too-large");
        }
    }

    private Error Mismatch(Quantity other) =>
        Error.Of("kernel.quantity.unit-mismatch", ("expected", Unit), ("found", other.Unit));
}

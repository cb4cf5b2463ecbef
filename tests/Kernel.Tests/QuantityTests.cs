using System.Globalization;
using System.Text.Json;
using CsCheck;
using Lingnan.Kernel;

namespace Lingnan.Kernel.Tests;

public sealed class QuantityTests
{
    private static readonly Gen<Quantity> Quantities = Gen.Select(
        Gen.Long[-1_000_000_000, 1_000_000_000].Select(n => n / 1000m),
        Gen.OneOf("kg", "m²", "元"),
        (n, u) => Quantity.Of(n, u).Value);

    [Fact]
    public void Printing_undoes_parsing_in_every_culture() => Quantities.Sample(quantity =>
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            Assert.Equal(quantity, Quantity.Parse(quantity.ToString()).Value);
            Assert.Equal(quantity, JsonSerializer.Deserialize<Quantity>(JsonSerializer.Serialize(quantity)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    });

    [Fact]
    public void Only_the_same_unit_adds_and_compares() => Gen.Select(Quantities, Quantities).Sample((a, b) =>
    {
        Assert.Equal(a.Unit == b.Unit, a.Plus(b).IsOk);
        Assert.Equal(a.Unit == b.Unit, a.CompareWith(b).IsOk);
        if (a.Unit == b.Unit) Assert.Equal(a.Amount, a.Plus(b).Value.Minus(b).Value.Amount);
        else Assert.Equal("kernel.quantity.unit-mismatch", a.Minus(b).Error!.Code);
    });

    [Fact]
    public void An_amount_too_large_to_hold_is_an_error() =>
        Assert.Equal("kernel.quantity.too-large", Quantity.Of(decimal.MaxValue, "kg").Value.Times(2).Error!.Code);
}

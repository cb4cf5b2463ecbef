using System.Text.Json;
using CsCheck;
using Lingnan.Kernel;

namespace Lingnan.Kernel.Tests;

/// <summary>What holds of every code: printing undoes parsing, order is that of the text, masks hide.</summary>
public sealed class CodePropertyTests
{
    [Fact] public void Resident_numbers() => CheckCode<ResidentId>(CodeGens.Residents);

    [Fact] public void Credit_codes() => CheckCode<CreditCode>(CodeGens.Credits);

    [Fact] public void Organization_codes() => CheckCode<OrganizationCode>(CodeGens.Organizations);

    [Fact] public void Mobile_numbers() => CheckCode<MobileNumber>(CodeGens.Mobiles);

    [Fact] public void Region_codes() => CheckCode<RegionCode>(CodeGens.Regions);

    [Fact] public void Cell_codes() => CheckCode<CellCode>(CodeGens.Cells);

    [Fact] public void Component_codes() => CheckCode<ComponentCode>(CodeGens.Components);

    [Fact] public void Catalog_codes() => CheckCode<CatalogCode>(CodeGens.Catalogs);

    [Fact] public void Service_item_codes() => CheckCode<ServiceItemCode>(CodeGens.Items);

    [Fact] public void Certificate_ids() => CheckCode<CertificateId>(CodeGens.Certificates);

    [Fact] public void References() => CheckCode<Ref>(CodeGens.Refs, foldsWidth: false);

    [Fact]
    public void Any_text_is_answered_without_an_exception() =>
        Gen.OneOf<string>(Gen.String, CodeGens.Text("0123456789X.:/-+_ABab Ａ９　", 18)).Sample(text =>
        {
            _ = ResidentId.Parse(text);
            _ = CreditCode.Parse(text);
            _ = OrganizationCode.Parse(text);
            _ = MobileNumber.Parse(text);
            _ = RegionCode.Parse(text);
            _ = CellCode.Parse(text);
            _ = ComponentCode.Parse(text);
            _ = CatalogCode.Parse(text);
            _ = ServiceItemCode.Parse(text);
            _ = CertificateId.Parse(text);
            _ = Ref.Parse(text);
            _ = Quantity.Parse(text);
        });

    [Fact]
    public void A_missing_text_is_an_error_and_the_default_prints_nothing()
    {
        Assert.Equal("kernel.resident-id.length", ResidentId.Parse(null).Error!.Code);
        Assert.Equal("kernel.ref.shape", Ref.Parse(null).Error!.Code);
        Assert.Equal("", default(CreditCode).ToString());
        Assert.Equal("", default(ResidentId).ToMasked());
        Assert.Equal("", default(CertificateId).ToMasked());
    }

    private static void CheckCode<T>(Gen<string> texts, bool foldsWidth = true) where T : struct, ICode<T>
    {
        Gen.Select(texts, texts).Sample((first, second) =>
        {
            var (a, b) = (T.Parse(first).Value, T.Parse(second).Value);
            Assert.Equal(first, a.ToString());
            Assert.Equal(first, T.Parse($"\u3000 {first}\t\r\n").Value.ToString());
            if (foldsWidth) Assert.Equal(a, T.Parse(Widen(first)).Value);
            Assert.Equal(Math.Sign(string.CompareOrdinal(first, second)), Math.Sign(a.CompareTo(b)));
            Assert.Equal(first == second, a.Equals(b));
            Assert.Equal($"\"{first}\"", JsonSerializer.Serialize(a).Replace("\\u002B", "+"));
            Assert.Equal(a, JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(a)));
            var keyed = new Dictionary<T, int> { [a] = 1 };
            Assert.Equal(1, JsonSerializer.Deserialize<Dictionary<T, int>>(JsonSerializer.Serialize(keyed))![a]);
            CheckMask(first, a.ToMasked());
        });
        var thrown = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<T>("\"11010519491231002?\""));
        Assert.DoesNotContain("11010519491231002", thrown.Message);
    }

    // A mask that still told the whole text, or parsed back to it, would hide nothing.
    private static void CheckMask(string text, string mask)
    {
        Assert.NotEqual(text, mask);
        Assert.DoesNotContain(text, mask);
        Assert.Contains('*', mask);
        var shown = mask.Count(c => c != '*');
        Assert.True(shown < text.Length, $"{mask} shows as much as the text");
    }

    private static string Widen(string text) => string.Concat(text.Select(c => (char)(c + 0xFEE0)));
}

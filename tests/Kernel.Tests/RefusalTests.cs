using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using Lingnan.Kernel;

namespace Lingnan.Kernel.Tests;

/// <summary>Every refusal names the part that is wrong, with facts that its words can use.</summary>
public sealed partial class RefusalTests
{
    private const string Definer = "11100000MB03271699022";
    private static readonly ResourceManager Words = new("Lingnan.Kernel.Words.Words", typeof(Error).Assembly);

    public static readonly TheoryData<string, string, string, string> Refusals = new()
    {
        { nameof(ResidentId), "1101051949123100", "resident-id.length", "length=16" },
        { nameof(ResidentId), "11010519491231O02X", "resident-id.characters", "position=15" },
        { nameof(ResidentId), "1101051949123100XX", "resident-id.characters", "position=17" },
        { nameof(ResidentId), "11010549123100X", "resident-id.characters", "position=15" },
        { nameof(ResidentId), "161001194912310020", "resident-id.region", "province=16" },
        { nameof(ResidentId), "110105190002290023", "resident-id.date", "first=1880-01-01" },
        { nameof(ResidentId), "110105187912310023", "resident-id.date", "first=1880-01-01" },
        { nameof(ResidentId), "110105194912310021", "resident-id.check-digit", "expected=X" },
        { nameof(CreditCode), "9144030071526726X", "credit-code.length", "length=17" },
        { nameof(CreditCode), "9144030071526726IG", "credit-code.characters", "position=17" },
        { nameof(CreditCode), "B144030071526726XG", "credit-code.authority", "position=1" },
        { nameof(CreditCode), "9544030071526726XG", "credit-code.category", "expected=1, 2, 3" },
        { nameof(CreditCode), "9116030071526726XG", "credit-code.region", "position=3" },
        { nameof(CreditCode), "914403A071526726XG", "credit-code.region", "position=7" },
        { nameof(CreditCode), "91440300715267260G", "credit-code.organization", "expected=X" },
        { nameof(CreditCode), "9144030071526726XH", "credit-code.check-digit", "expected=G" },
        { nameof(OrganizationCode), "71526726", "organization-code.length", "length=8" },
        { nameof(OrganizationCode), "7152_726X", "organization-code.characters", "position=5" },
        { nameof(OrganizationCode), "71526726-1", "organization-code.check-digit", "expected=X" },
        { nameof(MobileNumber), "1380013800", "mobile-number.length", "length=10" },
        { nameof(MobileNumber), "138 0013 8000", "mobile-number.characters", "position=4" },
        { nameof(MobileNumber), "+861380O138000", "mobile-number.characters", "position=8" },
        { nameof(MobileNumber), "+44 7911123456", "mobile-number.characters", "position=1" },
        { nameof(MobileNumber), "12800138000", "mobile-number.prefix", "found=12" },
        { nameof(RegionCode), "4419", "region-code.length", "length=4" },
        { nameof(RegionCode), "441", "region-code.length", "length=3" },
        { nameof(RegionCode), "441900003001001000", "region-code.length", "length=18" },
        { nameof(RegionCode), "44190O", "region-code.characters", "position=6" },
        { nameof(RegionCode), "160000", "region-code.province", "found=16" },
        { nameof(RegionCode), "440001", "region-code.city", "position=3" },
        { nameof(RegionCode), "441901", "region-code.county", "found=01" },
        { nameof(RegionCode), "440100003", "region-code.county", "position=5" },
        { nameof(RegionCode), "441900000001", "region-code.town", "position=7" },
        { nameof(CellCode), "44190000300100", "cell-code.length", "length=14" },
        { nameof(CellCode), "44190000300100A", "cell-code.characters", "position=15" },
        { nameof(CellCode), "441901003001001", "cell-code.region", "position=5" },
        { nameof(CellCode), "441900003000001", "cell-code.region", "position=10" },
        { nameof(CellCode), "441900003001000", "cell-code.serial", "position=13" },
        { nameof(ComponentCode), "320508010100001", "component-code.length", "length=15" },
        { nameof(ComponentCode), "32050801010000I1", "component-code.characters", "position=15" },
        { nameof(ComponentCode), "3200000101000001", "component-code.region", "position=3" },
        { nameof(ComponentCode), "3205080001000001", "component-code.class", "position=7" },
        { nameof(ComponentCode), "3205080100000001", "component-code.class", "position=9" },
        { nameof(ComponentCode), "3205080101000000", "component-code.serial", "position=11" },
        { nameof(CatalogCode), "1010002000015", "catalog-code.shape", "" },
        { nameof(CatalogCode), "4010002/000015", "catalog-code.class", "found=4" },
        { nameof(CatalogCode), "10100/000015", "catalog-code.classification", "position=6" },
        { nameof(CatalogCode), "1010A02/000015", "catalog-code.classification", "position=5" },
        { nameof(CatalogCode), "1010002/", "catalog-code.sequence", "position=9" },
        { nameof(ServiceItemCode), "11441900007331881C344210610001", "service-item-code.length", "length=30" },
        { nameof(ServiceItemCode), "", "service-item-code.length", "length=0" },
        { nameof(ServiceItemCode), "11441900007331881C34421061000-0", "service-item-code.characters", "position=30" },
        { nameof(ServiceItemCode), "11441900007331881D3442106100010", "service-item-code.organ", "position=18" },
        { nameof(ServiceItemCode), "11441900007331881C7442106100010", "service-item-code.level", "found=7" },
        { nameof(ServiceItemCode), "11441900007331881C344210610001A", "service-item-code.basic", "position=31" },
        { nameof(ServiceItemCode), "11441900007331881C34421061000100A", "service-item-code.handling", "position=33" },
        { nameof(CertificateId), Definer + ".340100.000000016.001", "certificate-id.parts", "found=4" },
        { nameof(CertificateId), Definer + ".340100.0000-016.001.9", "certificate-id.characters", "position=34" },
        { nameof(CertificateId), "1.2.156.3006.2." + Definer + ".340100.000000016.001.9", "certificate-id.prefix", "" },
        { nameof(CertificateId), "11100000MB03271698022.340100.000000016.001.9", "certificate-id.type", "" },
        { nameof(CertificateId), Definer + ".160100.000000016.001.9", "certificate-id.issuer", "" },
        { nameof(CertificateId), Definer + ".340100..001.9", "certificate-id.serial", "max=32" },
        { nameof(CertificateId), Definer + ".340100.000000016.01.9", "certificate-id.version", "" },
        { nameof(CertificateId), Definer + ".340100.000000016.001.8", "certificate-id.check-digit", "expected=9" },
        { nameof(Ref), "population/p_01K", "ref.shape", "" },
        { nameof(Ref), "Population:person/p_01KAR6Z5V40000000000000000", "ref.name", "position=1" },
        { nameof(Ref), "population:/p_01KAR6Z5V40000000000000000", "ref.name", "position=12" },
        { nameof(Ref), "population:person/11010519491231002X", "ref.identity-number", "" },
        { nameof(Ref), "population:person/p_11010519491231002X", "ref.identity-number", "" },
        { nameof(Ref), "population:person/p_00000000440524188001010014", "ref.identity-number", "" },
        { nameof(Ref), "population:person/p_13800138000", "ref.identity-number", "" },
        { nameof(Ref), "population:person/110105491231002", "ref.identity-number", "" },
        { nameof(Ref), "legal-entities:company/c_9144030071526726XG", "ref.identity-number", "" },
        { nameof(Ref), "population:person/p_1", "ref.id", "position=19" },
        { nameof(Quantity), "12.5", "quantity.shape", "" },
        { nameof(Quantity), "12,5 kg", "quantity.number", "" },
        { nameof(Quantity), "12.5 kilo gram", "quantity.unit", "max=24" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Names_the_part(string type, string text, string code, string fact)
    {
        var error = ErrorOf(type, text);
        Assert.NotNull(error);
        Assert.Equal("kernel." + code, error.Code);
        if (fact.Length > 0) Assert.Contains(fact, Facts(error));
        CheckWords(error);
        if (type is nameof(ResidentId) or nameof(MobileNumber) or nameof(Ref)) CheckSilence(error, text);
    }

    // The words of both languages may only ask for facts that the error carries.
    private static void CheckWords(Error error)
    {
        foreach (var culture in new[] { "zh-CN", "en" })
            foreach (var key in new[] { error.Code, error.Code + ".mend" })
            {
                var words = Words.GetString(key, CultureInfo.GetCultureInfo(culture));
                Assert.False(string.IsNullOrEmpty(words), $"{key} has no words in {culture}");
                foreach (Match match in Placeholder().Matches(words))
                    Assert.True(error.Args.ContainsKey(match.Groups[1].Value), $"{key}: {match.Value}");
            }
    }

    private static void CheckSilence(Error error, string text)
    {
        foreach (var value in error.Args.Values.OfType<string>())
            Assert.True(value.Length <= 2 || !text.Contains(value), $"{error.Code} tells {value}");
    }

    private static List<string> Facts(Error error) =>
        [.. error.Args.Select(a => string.Create(CultureInfo.InvariantCulture, $"{a.Key}={Plain(a.Value)}"))];

    private static object? Plain(object? value) => value is DateOnly date ? date.ToString("O") : value;

    private static Error? ErrorOf(string type, string text) => type switch
    {
        nameof(ResidentId) => ResidentId.Parse(text).Error,
        nameof(CreditCode) => CreditCode.Parse(text).Error,
        nameof(OrganizationCode) => OrganizationCode.Parse(text).Error,
        nameof(MobileNumber) => MobileNumber.Parse(text).Error,
        nameof(RegionCode) => RegionCode.Parse(text).Error,
        nameof(CellCode) => CellCode.Parse(text).Error,
        nameof(ComponentCode) => ComponentCode.Parse(text).Error,
        nameof(CatalogCode) => CatalogCode.Parse(text).Error,
        nameof(ServiceItemCode) => ServiceItemCode.Parse(text).Error,
        nameof(CertificateId) => CertificateId.Parse(text).Error,
        nameof(Ref) => Ref.Parse(text).Error,
        _ => Quantity.Parse(text).Error,
    };

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();
}

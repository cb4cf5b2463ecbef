using CsCheck;
using Lingnan.Kernel;

namespace Lingnan.Kernel.Tests;

/// <summary>Valid codes of every kind, as text, for properties.</summary>
internal static class CodeGens
{
    private const string CreditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private const string LettersAndDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    public static readonly Gen<string> Residents = Gen.Select(
        Gen.OneOf("440100", "441900", "110105", "990001", "999999", "830000", "652928"),
        Gen.Int[0, 70_000],
        Gen.Int[0, 999],
        (area, day, sequence) =>
            ResidentId.Of(area, new DateOnly(1880, 1, 1).AddDays(day), sequence).Value.ToString());

    public static readonly Gen<string> Credits = Gen.Select(
        Gen.OneOf("11", "19", "51", "91", "92", "93", "N1", "Y1", "A1", "31"),
        Gen.OneOf("441900", "100000", "990100", "110000"),
        Text(CreditAlphabet, 8),
        (kind, area, body) => CreditCode.Of(kind, area, body).Value.ToString());

    public static readonly Gen<string> Organizations = Credits.Select(c => c[8..17]);

    /// <summary>MOD 11 cannot tell 0 from B, so only digits are sure to be caught.</summary>
    public static readonly Gen<string> OrganizationsOfDigits = Text("0123456789", 8).Select(
        body => CreditCode.Of("91", "441900", body).Value.OrganizationCode.ToString());

    public static readonly Gen<string> Mobiles = Gen.Select(
        Gen.Int[3, 9], Gen.Int[0, 999_999_999], (second, rest) => $"1{second}{rest:000000000}");

    public static readonly Gen<string> Villages = Gen.Select(
        Gen.OneOf("441900", "442000", "440106", "110105", "469001"),
        Gen.Int[1, 999],
        Gen.Int[1, 999],
        (area, town, village) => $"{area}{town:000}{village:000}");

    public static readonly Gen<string> Regions = Gen.OneOf<string>(
        Villages, Villages.Select(v => v[..9]), Gen.OneOf("440000", "440100", "441900", "440106", "820000"));

    public static readonly Gen<string> Cells = Gen.Select(
        Villages, Gen.Int[1, 999], (village, serial) => $"{village}{serial:000}");

    public static readonly Gen<string> Components = Gen.Select(
        Gen.OneOf("441900", "320508"), Gen.Int[1, 99], Gen.Int[1, 99], Gen.Int[1, 999_999],
        (area, main, small, serial) => $"{area}{main:00}{small:00}{serial:000000}");

    public static readonly Gen<string> Catalogs = Gen.Select(
        Gen.Int[1, 3], Text("0123456789", 5), Gen.Int[0, 20], Gen.Int[0, 999_999],
        (kind, item, detail, serial) => $"{kind}{item}{new string('7', detail)}/{serial:000000}");

    public static readonly Gen<string> Items = Gen.OneOf<string>(
        Gen.Select(Credits, Gen.Int[1, 6], Text("0123456789", 12), (organ, level, basic) => $"{organ}{level}{basic}"),
        Gen.Select(Credits, Gen.Int[1, 6], Text("0123456789", 14), (organ, level, basic) => $"{organ}{level}{basic}"),
        Text(LettersAndDigits, 24));

    public static readonly Gen<string> Certificates = Gen.Select(
        Credits, Text("0123456789", 3), Gen.OneOf<string>(Credits, Gen.Const("340100")), Text(LettersAndDigits, 11),
        (definer, type, issuer, serial) => CertificateId.Of(definer + type, issuer, serial, 1).Value.ToString());

    public static readonly Gen<string> Refs = Gen.Select(
        Gen.OneOf("population:person/p_", "legal-entities:company/c_"), Text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", 26),
        (head, id) => head + "01K" + id[3..]);

    public static Gen<string> Text(string alphabet, int length) =>
        Gen.Int[0, alphabet.Length - 1].Array[length].Select(i => string.Concat(i.Select(n => alphabet[n])));
}

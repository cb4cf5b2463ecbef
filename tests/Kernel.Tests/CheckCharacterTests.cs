using CsCheck;
using Lingnan.Kernel;

namespace Lingnan.Kernel.Tests;

/// <summary>The errors that check characters exist for: one wrong character, two exchanged.</summary>
public sealed class CheckCharacterTests
{
    private const string Digits = "0123456789";
    private const string Credit = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private const string All = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    [Fact]
    public void A_resident_number_with_one_wrong_digit_is_refused() =>
        EverySingleChange(CodeGens.Residents, Digits, t => ResidentId.Parse(t).IsOk);

    [Fact]
    public void A_credit_code_with_one_wrong_character_is_refused() =>
        EverySingleChange(CodeGens.Credits, Credit, t => CreditCode.Parse(t).IsOk);

    [Fact]
    public void An_organization_code_with_one_wrong_digit_is_refused() =>
        EverySingleChange(CodeGens.OrganizationsOfDigits, Digits, t => OrganizationCode.Parse(t).IsOk);

    [Fact]
    public void A_certificate_id_with_one_wrong_character_is_refused() =>
        EverySingleChange(CodeGens.Certificates, All, t => CertificateId.Parse(t).IsOk);

    [Fact]
    public void Two_exchanged_neighbours_in_a_resident_number_are_refused() =>
        Gen.Select(CodeGens.Residents, Gen.Int[0, 15]).Sample((text, i) =>
        {
            if (text[i] == text[i + 1]) return;
            var exchanged = text.ToCharArray();
            (exchanged[i], exchanged[i + 1]) = (exchanged[i + 1], exchanged[i]);
            Assert.False(ResidentId.Parse(new string(exchanged)).IsOk);
        });

    [Fact]
    public void The_expected_check_character_mends_the_number() =>
        Gen.Select(CodeGens.Residents, Gen.Int[0, 9]).Sample((text, check) =>
        {
            var result = ResidentId.Parse(text[..17] + check);
            Assert.Equal(text[17] == check + '0', result.IsOk);
            if (!result.IsOk) Assert.Equal(text, text[..17] + result.Error.Args["expected"]);
        });

    private static void EverySingleChange(Gen<string> texts, string alphabet, Func<string, bool> isAccepted) =>
        texts.Sample(text =>
        {
            Assert.True(isAccepted(text));
            for (var i = 0; i < text.Length; i++)
                foreach (var other in alphabet.Where(c => c != text[i] && text[i] != '.'))
                    Assert.False(isAccepted($"{text[..i]}{other}{text[(i + 1)..]}"), $"{text}: {other} at {i + 1}");
        }, iter: 100);
}

using CsCheck;
using Lingnan.Identity.Features;
using Lingnan.Identity.Model;

namespace Lingnan.Identity.Tests.Model;

public class PasswordRulesTests
{
    [Theory]
    [InlineData("kapok-river-19", null)]
    [InlineData("Kapok-1920", null)]
    [InlineData("岭南春风又绿江南岸上", "identity.password.too-short")]
    [InlineData("岭南春风又绿江南岸上人家", null)]
    [InlineData("short-one-1", null)]
    [InlineData("shorter-1", "identity.password.too-short")]
    [InlineData("onlyletters", "identity.password.too-short")]
    [InlineData("onlylettersx", null)]
    [InlineData("", "identity.password.too-short")]
    [InlineData("123456789012", "identity.password.too-common")]
    [InlineData("abcdefghijklmn", "identity.password.too-common")]
    [InlineData("zzzzzzzzzzzzzz", "identity.password.too-common")]
    [InlineData("Password12345!", "identity.password.too-common")]
    [InlineData("woaini1314520", "identity.password.too-common")]
    [InlineData("1qaz2wsx3edc4rfv", "identity.password.too-common")]
    [InlineData("I-am-Chen.Wei-today", "identity.password.contains-name")]
    public void Judges(string password, string? code) =>
        Assert.Equal(code, PasswordRules.Check(password, "chen.wei", "陈伟")?.Code);

    [Fact]
    public void Refuses_what_is_longer_than_hashing_should_cost() =>
        Assert.Equal("identity.password.too-long", PasswordRules.Check(new string('x', 129) + "Y1")?.Code);

    [Fact]
    public void Every_password_with_a_name_in_it_is_refused() =>
        Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 0, 20], Gen.String[Gen.Char.AlphaNumeric, 2, 10],
            Gen.String[Gen.Char.AlphaNumeric, 0, 20])
            .Sample((before, name, after) =>
                PasswordRules.Check(before + name.ToUpperInvariant() + after, name) is not null);

    [Fact]
    public void Demo_passwords_obey_the_rules_too() =>
        Assert.All(DemoAccounts.All, a => Assert.Null(PasswordRules.Check(a.Account.Password, a.Account.UserName)));
}

using System.Collections.Frozen;

namespace Lingnan.Identity.Model;

/// <summary>The commonest passwords and their stems, in lower case. Those shorter than the least length are here as
/// stems: the rules also look at a password without the digits at its end.</summary>
internal static class CommonPasswords
{
    public static readonly FrozenSet<string> All = """
        password passw0rd p@ssword p@ssw0rd passwordpassword password1234 letmein letmeinplease welcome
        welcomewelcome administrator administrateur admin adminadmin admin123admin root rootroot superuser
        superadministrator system changeme changemeplease default defaultpassword guest guestguest test testtest
        testtesttest demo demodemo qwerty qwertyuiop qwertyuiop[] qwertyqwerty qwerty123456 asdfghjkl asdfghjkl;
        asdfasdfasdf zxcvbnm zxcvbnmzxcvbnm qazwsx qazwsxedc qazwsxedcrfv 1qaz2wsx 1qaz2wsx3edc 1qaz2wsx3edc4rfv
        1qazxsw2 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4 q1w2e3r4t5 q1w2e3r4t5y6 1234qwer 1234qwerasdf
        123qwe123qwe 123qweasd 123qweasdzxc qwe123 qwe123qwe123 abcd abc abc123 abc123abc123 abcdef abcdefg
        abcdefgh abcdefghij abcd1234 abcd1234abcd a1b2c3 a1b2c3d4 a1b2c3d4e5f6 a123456 a12345678 a123456789
        a1234567890 aa123456 aa123456789 123456789a 123456789abc 1234567890a 1234567890abc 0123456789 1234567890
        12345678910 123456789012 1234567890123 123456123456 1234512345 123123123123 112233445566 987654321
        9876543210 098765432100 0987654321 147258369 147258369147 147852369 741852963 159357159357 159753
        1314520 5201314 5201314520 52013145201314 woaini woaini1314 woaini1314520 woaini520 woaini5201314
        woaiwojia iloveyou iloveyouiloveyou iloveyou1314 loveyou loveyouforever zhongguo zhongguo123 beijing
        shanghai guangdong guangzhou dongguan zhongshan lingnan lingnanlingnan woshishui nihaoma nihaonihao
        wodemima mimamima mima dragon dragondragon monkey monkeymonkey sunshine sunshinesunshine princess
        football baseball superman batman master mastermaster shadow michael jennifer jordan hunter trustno1
        whatever whateverwhatever starwars computer internet samsung google googlegoogle facebook wechat weixin
        taobao alibaba tencent qqqq qq123456 qq123456789 correcthorsebatterystaple thequickbrownfox secret
        secretsecret topsecret security securitysecurity government zhengfu zhengwu zhengwu123 gongan gonganju
        minzheng shuju shujuju windows windowsserver
        """.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}

using CsCheck;
using Lingnan.Registries.Model;

namespace Lingnan.Registries.Tests;

public class PinyinTests
{
    private static readonly Gen<string> Known = Gen.OneOf(
        Gen.Char['\u4E00', '\u9FA5'], Gen.Char['a', 'z'], Gen.Char['A', 'Z'], Gen.Char['0', '9'])
        .Array[1, 30].Select(c => new string(c));

    private static readonly Gen<string> Rest = Gen.OneOf(
        Known, Gen.String, Gen.Const("\U000E0100"), Gen.Const("\u0327"), Gen.Const("\u00B7l"), Gen.Const("\u0387"),
        Gen.Const("\u0301"), Gen.Const("·买买提"), Gen.Const("𠮷"));

    [Fact]
    public void The_key_of_a_word_begins_as_the_key_of_its_beginning() =>
        Gen.Select(Known, Rest).Sample((beginning, rest) =>
            Assert.StartsWith(Pinyin.Beginning(beginning)!, Pinyin.Key(beginning + rest), StringComparison.Ordinal),
        iter: 20_000);

    [Theory]
    [InlineData("")]
    [InlineData("Zoë")]
    [InlineData("陈·")]
    [InlineData("𠮷")]
    public void Others_have_no_beginning(string text) => Assert.Null(Pinyin.Beginning(text));
}

using CsCheck;
using Lingnan.PackKit.Registries;
using Lingnan.Registries.Matching.Model;

namespace Lingnan.Registries.Tests.Matching;

public sealed class LikenessTests
{
    private static readonly Gen<string> Texts = Gen.OneOf(
        OneOf.Const("张伟", "章伟", "买买提·吐尔逊", "欧阳娜娜", "單于", "Zhang Wei", "2024-02-29", "1990-01-01",
            "广东省东莞市莞城街道和平路8号", "和平路８号", "三元里大道二十一号302室", "", "𠮷田", "13800138000"),
        Gen.Char["张王李伟芳12·号路 ab-ｗ〇十"].Array[0, 14].Select(c => new string(c)), Gen.String);

    [Fact]
    public void Every_likeness_is_symmetric_bounded_and_whole_for_equal_values() =>
        Gen.Select(Gen.Enum<Likeness>(), Texts, Texts).Sample((by, a, b) =>
        {
            var ab = Likenesses.Of(by, new Comparand(a), new Comparand(b));
            var ba = Likenesses.Of(by, new Comparand(b), new Comparand(a));
            Assert.InRange(ab, 0, 1);
            Assert.Equal(ab, ba, 1e-9);
            Assert.Equal(1, Likenesses.Of(by, new Comparand(a), new Comparand(a)));
        });

    [Fact]
    public void Equal_after_folding_is_equal_for_every_likeness_of_texts() =>
        Texts.Sample(text =>
        {
            var folded = new Comparand(Spelling.Fold(text));
            foreach (var by in (Likeness[])[Likeness.Exact, Likeness.Name, Likeness.Pinyin, Likeness.Address,
                Likeness.Code])
                Assert.Equal(1, Likenesses.Of(by, new Comparand(text), folded), 1e-9);
        });

    [Theory]
    [InlineData(Likeness.Exact, "ＡＢ１２", "ab12", 1)]
    [InlineData(Likeness.Name, "买买提·吐尔逊", "买买提•吐尔逊", 1)]
    [InlineData(Likeness.Name, "张伟", "章伟", 0.85)]
    [InlineData(Likeness.Name, "张伟", "李娜", 0)]
    [InlineData(Likeness.Name, "张小伟", "张伟", 0.666)]
    [InlineData(Likeness.Pinyin, "张伟", "zhangwei", 1)]
    [InlineData(Likeness.Pinyin, "刘兰", "刘南", 0.9)]
    [InlineData(Likeness.Pinyin, "陈静", "陈进", 0.9)]
    [InlineData(Likeness.Pinyin, "单伟", "山伟", 1)]
    [InlineData(Likeness.Date, "1990-03-05", "1990-05-03", 0.8)]
    [InlineData(Likeness.Date, "1990-03-05", "1990-03-06", 0.8)]
    [InlineData(Likeness.Date, "1990-03-05", "1991-03-05", 0.7)]
    [InlineData(Likeness.Date, "1990-03-05", "1991-04-06", 0)]
    [InlineData(Likeness.Code, "13800138000", "13800183000", 0.909)]
    [InlineData(Likeness.Code, "13800138000", "13912345678", 0)]
    [InlineData(Likeness.Address, "和平路8号", "和平路008号", 1)]
    [InlineData(Likeness.Address, "和平路二十一号", "和平路21号", 1)]
    public void Known_pairs_have_known_likenesses(Likeness by, string a, string b, double expected) =>
        Assert.Equal(expected, Likenesses.Of(by, new Comparand(a), new Comparand(b)), 0.001);

    [Fact]
    public void An_address_without_its_city_is_liker_than_one_next_door()
    {
        var whole = new Comparand("广东省东莞市莞城街道和平路8号");
        var near = Likenesses.Of(Likeness.Address, whole, new("莞城街道和平路8号"));
        var nextDoor = Likenesses.Of(Likeness.Address, whole, new("广东省东莞市莞城街道和平路9号"));
        Assert.True(near > 0.85, $"{near}");
        Assert.True(nextDoor < near, $"{nextDoor} {near}");
    }

    [Theory]
    [InlineData("曾国藩", "zeng guo fan")]
    [InlineData("未曾", "wei ceng")]
    [InlineData("尉迟恭", "yu chi gong")]
    [InlineData("吕布", "lv bu")]
    [InlineData("㐀", "qiu")]
    [InlineData("王Bob", "wang bob")]
    [InlineData("𠮷", "𠮷")]
    public void Texts_are_read_by_the_table(string text, string syllables) =>
        Assert.Equal(syllables, string.Join(' ', Readings.Of(Spelling.Fold(text))));

    [Fact]
    public void Distance_is_a_count_of_slips() => Gen.Select(Texts, Texts).Sample((a, b) =>
    {
        var distance = Likenesses.Distance(a, b);
        Assert.Equal(distance, Likenesses.Distance(b, a));
        Assert.Equal(a == b, distance == 0);
        Assert.InRange(distance, Math.Abs(a.Length - b.Length), Math.Max(a.Length, b.Length));
    });
}

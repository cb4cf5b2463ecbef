using CsCheck;
using Lingnan.PackKit.Registries;
using Lingnan.Registries.Matching.Model;

namespace Lingnan.Registries.Tests.Matching;

public sealed class MatcherTests
{
    private static readonly MatchingDeclaration Matching = new()
    {
        Certain = ["number"],
        Blocks = [[new("name", BlockForm.Pinyin), new("birth", BlockForm.Whole)], [new("mobile", BlockForm.Whole)]],
        Compare =
        [
            new("name", Likeness.Name, 4), new("birth", Likeness.Date, 3), new("mobile", Likeness.Exact, 3),
            new("address", Likeness.Address, 2),
        ],
        Match = 92, Review = 70,
    };

    private static readonly Matcher Matcher = new(Matching);

    [Fact]
    public void Equal_rows_match_and_strangers_are_new()
    {
        var row = Row(name: "张伟", birth: "1990-01-01", mobile: "13800138000");
        Assert.Equal(MatchDecision.Match, Matcher.Compare(row, row).Decision);
        var stranger = Row(name: "李娜", birth: "1985-06-07", mobile: "13912345678");
        Assert.Equal(MatchDecision.New, Matcher.Compare(row, stranger).Decision);
    }

    [Fact]
    public void A_homophone_goes_to_a_person_and_is_explained_field_by_field()
    {
        var told = Matcher.Compare(
            Row(name: "张伟", birth: "1990-01-01", address: "和平路8号"),
            Row(name: "章卫", birth: "1990-01-01", address: "和平路8号"));
        Assert.Equal(MatchDecision.Review, Matcher.Compare(
            Row(name: "张伟", birth: "1990-01-01"), Row(name: "章卫", birth: "1990-01-10")).Decision);
        Assert.Equal(["name", "birth", "mobile", "address"], told.Fields.Select(f => f.Field));
        Assert.Equal([0.85, 1.0, null, 1.0], told.Fields.Select(f => f.Likeness));
    }

    [Fact]
    public void The_certain_key_decides_and_another_one_is_at_most_a_question()
    {
        var one = Row(number: "1", name: "张伟", birth: "1990-01-01", mobile: "1");
        Assert.Equal(MatchDecision.Match, Matcher.Compare(one, Row(number: "1", name: "李娜")).Decision);
        Assert.Equal(
            MatchDecision.Review,
            Matcher.Compare(one, Row(number: "2", name: "张伟", birth: "1990-01-01", mobile: "1")).Decision);
        Assert.Equal(
            MatchDecision.New, Matcher.Compare(one, Row(number: "2", name: "章伟", birth: "1990-01-02")).Decision);
    }

    [Fact]
    public void The_same_name_alone_is_never_taken_for_the_same_person() => Assert.Equal(
        MatchDecision.Review, Matcher.Compare(Row(name: "张伟"), Row(name: "张伟")).Decision);

    [Fact]
    public void Two_rows_as_like_are_a_question()
    {
        var row = Row(name: "张伟", birth: "1990-01-01");
        var twice = Matcher.Choose([Matcher.Compare(row, row), Matcher.Compare(row, row)]);
        Assert.Equal(MatchDecision.Review, twice!.Value.Comparison.Decision);
        var once = Matcher.Choose(
            [Matcher.Compare(row, Row(name: "李娜", birth: "1970-01-01")), Matcher.Compare(row, row)]);
        Assert.Equal((1, MatchDecision.Match), (once!.Value.Index, once.Value.Comparison.Decision));
        Assert.Null(Matcher.Choose([Matcher.Compare(row, Row(name: "李娜", birth: "1970-01-01"))]));
    }

    [Fact]
    public void Comparisons_are_symmetric_and_bounded()
    {
        var rows = Gen.Select(
            OneOf.Const<string?>("张伟", "章伟", "李娜", null), OneOf.Const<string?>("1990-01-01", "1990-10-01", null),
            OneOf.Const<string?>("1", "2", null), (n, b, m) => Row(number: m, name: n, birth: b, mobile: m));
        Gen.Select(rows, rows).Sample((a, b) =>
        {
            var (ab, ba) = (Matcher.Compare(a, b), Matcher.Compare(b, a));
            Assert.Equal(ab.Score, ba.Score, 1e-9);
            Assert.Equal(ab.Decision, ba.Decision);
            Assert.InRange(ab.Score, 0, 1);
        });
    }

    [Theory]
    [InlineData("张伟", "章卫", true)]
    [InlineData("买买提·吐尔逊", "买买提吐尔逊", true)]
    [InlineData("张伟", "张娜", false)]
    public void A_block_holds_those_that_are_read_alike(string a, string b, bool together)
    {
        var block = Matching.Blocks[0];
        var left = Row(name: a, birth: "1990-01-01");
        var right = Row(name: b, birth: "1990-01-01");
        Assert.Equal(together, Blocks.Of(block, left.GetValueOrDefault) == Blocks.Of(block, right.GetValueOrDefault));
        Assert.NotEqual(Blocks.None, Blocks.Of(block, left.GetValueOrDefault));
        Assert.Equal(Blocks.None, Blocks.Of(block, Row(name: a).GetValueOrDefault));
    }

    private static Dictionary<string, Comparand> Row(
        string? number = null, string? name = null, string? birth = null, string? mobile = null,
        string? address = null) =>
        new (string Name, string? Text)[]
        {
            ("number", number), ("name", name), ("birth", birth), ("mobile", mobile), ("address", address),
        }.Where(v => v.Text is not null).ToDictionary(v => v.Name, v => new Comparand(v.Text!));
}

using CsCheck;
using Lingnan.Registries.Filters;

namespace Lingnan.Registries.Tests.Filters;

public class FilterParserTests
{
    private static readonly string[] Fields = ["name", "birth", "in", "not", "is", "a_1", "field name", "a\"b", "null"];

    private static readonly Gen<FilterValue> Value = Gen.OneOf(
        Gen.String.Select(t => new FilterValue(default, t, true)),
        Gen.Int.Select(
            n => new FilterValue(default, n.ToString(System.Globalization.CultureInfo.InvariantCulture), false)),
        Gen.Const(new FilterValue(default, "2024-02-29", false)), Gen.Const(new FilterValue(default, "it's '", true)));

    private static readonly Gen<FilterNode> Leaf = Gen.OneOf(
        Gen.Select(Any(Fields), Gen.Enum<Sign>(), Value,
            (f, s, v) => (FilterNode)new Comparison(default, f, s, v)),
        Gen.Select(Any(Fields), Value, (f, v) => (FilterNode)new Starts(default, f, v)),
        Gen.Select(Any(Fields), Gen.Bool, (f, b) => (FilterNode)new Absence(default, f, b)),
        Gen.Select(Any(Fields), Value.Array[1, 4], (f, v) => (FilterNode)new OneOf(default, f, v)));

    private static Gen<FilterNode> Node(int depth) => depth == 0 ? Leaf : Gen.OneOf(
        Leaf,
        Gen.Select(Node(depth - 1), Node(depth - 1), (a, b) => (FilterNode)new And(default, a, b)),
        Gen.Select(Node(depth - 1), Node(depth - 1), (a, b) => (FilterNode)new Or(default, a, b)),
        Node(depth - 1).Select(a => (FilterNode)new Not(default, a)));

    [Fact]
    public void What_is_printed_reads_as_the_same()
    {
        Node(4).Sample(node =>
        {
            var text = FilterText.Print(node);
            var again = FilterParser.Parse(text);
            if (text.Length > RegistriesLimits.WhereCharsMax) Assert.False(again.IsOk);
            else if (again.IsOk) Assert.Equal(node, again.Value);
            else Assert.Contains(again.Error.Code, (string[])["registries.where.size", "registries.where.depth"]);
        }, iter: 5_000);
    }

    [Fact]
    public void No_text_makes_the_parser_throw()
    {
        var pieces = Any(
            "(", ")", ",", "=", "!=", "<", ">=", "and", "or", "not", "in", "is", "null", "starts", "name", "'", "\"",
            "'x'", "12", "-", "2024-01-01", " ", "\n", "张", "\ud840", "\udc00", "𠮷", "%", ";", "--", "\0", "＝");
        Gen.OneOf(
            pieces.Array[0, 30].Select(string.Concat), Gen.String, pieces.Array[0, 12].Select(p => string.Join(' ', p)))
            .Sample(text =>
            {
                var parsed = FilterParser.Parse(text);
                if (parsed.IsOk) Assert.Equal(parsed.Value, FilterParser.Parse(FilterText.Print(parsed.Value)).Value);
                else Assert.StartsWith("registries.where.", parsed.Error.Code, StringComparison.Ordinal);
            }, iter: 20_000);
    }

    [Theory]
    [InlineData("", 1, "expected")]
    [InlineData("name", 5, "expected")]
    [InlineData("name =", 7, "expected")]
    [InlineData("name = x", 8, "expected")]
    [InlineData("name = 'x", 8, "unclosed")]
    [InlineData("(name = 'x'", 12, "expected")]
    [InlineData("name = 'x')", 11, "expected")]
    [InlineData("name = 'x' name = 'y'", 12, "expected")]
    [InlineData("'𠮷' = 1", 1, "expected")]
    [InlineData("name = '𠮷' ; drop", 12, "character")]
    [InlineData("name in ()", 10, "expected")]
    [InlineData("name in ('a' 'b')", 14, "expected")]
    [InlineData("name is empty", 9, "expected")]
    [InlineData("and = 1", 1, "expected")]
    public void A_fault_is_told_with_its_column(string text, int column, string kind)
    {
        var error = FilterParser.Parse(text).Error!;
        Assert.Equal(("registries.where." + kind, (object?)column), (error.Code, error.Args["column"]));
    }

    [Fact]
    public void Depth_and_size_are_bounded()
    {
        Assert.Equal("registries.where.depth", Fault(new string('(', 500) + "a = 1" + new string(')', 500)));
        Assert.Equal("registries.where.depth", Fault(string.Concat(Enumerable.Repeat("not ", 400)) + "a = 1"));
        Assert.Equal("registries.where.size", Fault(string.Join(" or ", Enumerable.Repeat("a = 1", 31))));
        Assert.Equal("registries.where.size", Fault($"a in ({string.Join(", ", Enumerable.Repeat("1", 201))})"));
        Assert.Equal("registries.where.length", Fault(new string(' ', 2001)));
        Assert.True(FilterParser.Parse(new string('(', 16) + "a = 1" + new string(')', 16)).IsOk);

        static string Fault(string text) => FilterParser.Parse(text).Error!.Code;
    }

    [Fact]
    public void Not_binds_closest_then_and_then_or() => Assert.Equal(
        "(not a = 1 and b = 2) or c = 3".Replace("(", "", StringComparison.Ordinal)
            .Replace(")", "", StringComparison.Ordinal),
        FilterText.Print(FilterParser.Parse("((not (a = 1)) and b = 2) OR c=3").Value));

    private static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}

using CsCheck;
using Lingnan.PackKit.Registries;
using Lingnan.Registries.Sources.Model;

namespace Lingnan.Registries.Tests.Sources;

public sealed class SurvivorTests
{
    private static readonly string[] Codes = ["police", "health", "insurance"];

    private static readonly string[] Texts = ["甲", "乙乙", "丙"];

    private static readonly Gen<List<Said>> Words = Gen.Select(
        Gen.Int[0, 2].Select(i => Codes[i]), Gen.Int[0, 2].Select(i => Texts[i]), Gen.Long[0, 3])
        .List[0, 6].Select(list => list.Select((w, i) => new Said(w.Item1, $"sl_{i}", w.Item2, w.Item3)).ToList());

    // The oracle: the words in one line, from the one that stands first, each rule said as one comparison.
    [Fact]
    public void What_stands_is_what_the_rule_says_whatever_the_order_of_the_words() =>
        Gen.Select(
            Words, Gen.Int[0, 2].Select(i => (Survivorship)i), Gen.Shuffle(Codes, 0, 3), Gen.Int[0, 1000])
        .Sample((words, rule, order, turn) =>
        {
            var sources = SourceCity.People.Sources! with
            {
                Authority = [new(["name"], order, rule, true)],
            };
            var expected = words.Count == 0
                ? null
                : words.Aggregate((a, b) => Beats(words, order, rule, b, a) ? b : a);
            var turned = words.Skip(words.Count == 0 ? 0 : turn % words.Count)
                .Concat(words.Take(words.Count == 0 ? 0 : turn % words.Count)).ToList();
            Assert.Equal(expected, Survivors.Choose(sources, "name", turned));
        });

    private static bool Beats(
        List<Said> all, string[] order, Survivorship rule, Said one, Said other)
    {
        int Rank(Said s) => Array.IndexOf(order, s.Source) is >= 0 and var rank ? rank : int.MaxValue;
        if (Rank(one) != Rank(other)) return Rank(one) < Rank(other);
        if (Rank(one) == int.MaxValue)
        {
            int Votes(Said s) => all.Where(w => w.Text == s.Text).Select(w => w.Source).Distinct().Count();
            var (left, right) = rule switch
            {
                Survivorship.Agreed => (Votes(one), Votes(other)),
                Survivorship.Complete => (one.Text.Length, other.Text.Length),
                _ => (0, 0),
            };
            if (left != right) return left > right;
        }
        if (one.Since != other.Since) return one.Since > other.Since;
        var (i, j) = (Array.IndexOf(Codes, one.Source), Array.IndexOf(Codes, other.Source));
        return i != j ? i < j : string.CompareOrdinal(one.Link, other.Link) < 0;
    }
}

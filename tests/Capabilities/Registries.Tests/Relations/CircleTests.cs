using CsCheck;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Relations.Model;
using Lingnan.Testing;

namespace Lingnan.Registries.Tests.Relations;

public sealed class CircleTests
{
    [Theory, EachDatabase]
    public async Task A_write_that_closes_a_circle_is_refused(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine, Related.Packs);
        var top = await city.PutAsync(Related.Homes, new { name = "甲" });
        var middle = await city.PutAsync(Related.Homes, new { name = "乙", parent = top });
        var low = await city.PutAsync(Related.Homes, new { name = "丙", parent = middle });
        foreach (var end in new[] { top, middle, low })
        {
            var refused = await city.WriteAsync(Related.Homes, new { parent = end }, top);
            var fault = Assert.Single(refused.Faults);
            Assert.Equal(("parent", "registries.relation.circle"), (fault.Field, fault.Error.Code));
        }
        // Moving a branch elsewhere is no circle.
        await city.PutAsync(Related.Homes, new { parent = top }, low);
        await city.PutAsync(Related.Homes, new { parent = low }, middle);
    }

    [Theory, EachDatabase]
    public async Task Two_writes_that_close_a_circle_together_are_not_both_taken(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine, Related.Packs);
        for (var i = 0; i < 10; i++)
        {
            var a = await city.PutAsync(Related.Homes, new { name = $"甲{i}" });
            var b = await city.PutAsync(Related.Homes, new { name = $"乙{i}" });
            var outcomes = await Task.WhenAll(
                Task.Run(() => city.WriteAsync(Related.Homes, new { parent = b }, a)),
                Task.Run(() => city.WriteAsync(Related.Homes, new { parent = a }, b)));
            Assert.Equal(["changed", "refused"], outcomes.Select(o => o.Outcome).Order());
        }
    }

    [Theory, EachDatabase]
    public async Task A_walk_equals_a_naive_one_and_marks_circles(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine, Related.Packs);
        var run = 0;
        await Gen.Int[0, 7].Select(Gen.Int[0, 7]).Array[0, 14].SampleAsync(async drawn =>
        {
            var pairs = drawn.Distinct().ToList();
            var name = $"{++run}";
            var ids = new string[8];
            for (var i = 0; i < ids.Length; i++)
                ids[i] = await city.PutAsync(Related.Firms, new { name = $"{name}-{i}" });
            foreach (var (from, to) in pairs)
                await city.PutAsync(
                    Related.Shares,
                    new { name = $"{name}-{from}-{to}", firm = ids[from], holder = ids[to], share = "1" });
            var walk = (await city.Relations().WalkAsync(
                Related.Firms, ids[0], new() { Path = "holders*", Depth = 8 }, RegisterCity.Root)).Value;
            var reached = Reach(pairs, 0);
            Assert.Equal(
                reached.Append(0).Distinct().Select(i => ids[i]).Order(), walk.Nodes.Select(n => n.Id).Order());
            var expected = pairs.Where(p => p.Item1 == 0 || reached.Contains(p.Item1)).Select(p => (
                $"test:firm/{ids[p.Item1]}", $"test:firm/{ids[p.Item2]}",
                Reach(pairs, p.Item2).Append(p.Item2).Contains(p.Item1)));
            Assert.Equal(expected.Order(), walk.Edges.Select(e => (e.From, e.To, e.Cycle)).Order());
            // Every way, a relation met from both ends is one.
            var all = (await city.Relations().WalkAsync(
                Related.Firms, ids[0], new() { Depth = 8 }, RegisterCity.Root)).Value;
            Assert.Equal(all.Edges.Count, all.Edges.DistinctBy(e => string.Join('|', new[] { e.From, e.To }.Order())
                + (e.Code == "held" ? e.To + e.From : e.From + e.To)).Count());
        }, iter: 12, threads: 1);
    }

    [Fact]
    public void Shares_that_come_to_the_ends_are_the_whole_and_what_rounds_of_passing_on_give()
    {
        Gen.Int[0, 5].Select(Gen.Int[0, 8]).Select(Gen.Int[1, 60]).Array[0, 14].Sample(drawn =>
        {
            var flow = new ShareFlow();
            var firms = Enumerable.Range(0, 6).ToDictionary(
                i => $"f{i}", i => drawn.Where(d => d.Item1.Item1 == i)
                    .GroupBy(d => d.Item1.Item2 < 6 ? $"f{d.Item1.Item2}" : $"p{d.Item1.Item2}")
                    .ToDictionary(g => g.Key, g => g.Sum(d => d.Item2) / 100.0));
            foreach (var (firm, holders) in firms) flow.Add(firm, holders);
            var solved = flow.Solve("f0", "unknown", "circular");
            Assert.Equal(1, solved.Where(s => !s.Key.StartsWith('f')).Sum(s => s.Value), 9);
            var (at, ends) = (new Dictionary<string, double> { ["f0"] = 1 }, new Dictionary<string, double>());
            for (var round = 0; round < 4000; round++)
            {
                var next = new Dictionary<string, double>();
                foreach (var (firm, part) in at)
                {
                    var sum = Math.Max(1, firms[firm].Values.Sum());
                    foreach (var (holder, share) in firms[firm])
                    {
                        var into = holder[0] == 'f' ? next : ends;
                        into[holder] = into.GetValueOrDefault(holder) + (part * share / sum);
                    }
                }
                at = next;
            }
            foreach (var (holder, part) in ends) Assert.Equal(part, solved.GetValueOrDefault(holder), 4);
        });
    }

    private static HashSet<int> Reach(IReadOnlyList<(int, int)> pairs, int from)
    {
        var reached = new HashSet<int>();
        bool grew;
        do
        {
            grew = false;
            foreach (var (a, b) in pairs)
                if (a == from || reached.Contains(a)) grew |= reached.Add(b);
        }
        while (grew);
        return reached;
    }
}

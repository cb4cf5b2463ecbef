using Lingnan.Kernel;

namespace Lingnan.Cities.Tests;

/// <summary>What ties persons and companies together hangs together itself.</summary>
public sealed class TieTests
{
    private static readonly City Town = new(Preset.Find("town")!);
    private static readonly Ties TownTies = new(Town);

    [Fact]
    public void Shares_come_to_the_whole_each_holder_is_named_once_and_nobody_holds_itself()
    {
        var older = new HashSet<string>();
        var (held, chained) = (0, 0);
        foreach (var (i, entity) in Town.Entities().Take(1500).Index())
        {
            var holders = TownTies.HoldersOf(i);
            Assert.Equal(holders.Count, holders.Select(h => h.Holder).Distinct().Count());
            Assert.All(holders, h => Assert.True(h.Share > 0 && h.Entity == entity.CreditCode));
            Assert.All(holders, h => Assert.True(h.HolderEntity is null || older.Contains(h.HolderEntity)));
            if (holders.Count > 0) Assert.Equal(100, holders.Sum(h => h.Share));
            held += holders.Count > 0 ? 1 : 0;
            chained += holders.Any(h => h.Kind == "2") ? 1 : 0;
            older.Add(entity.CreditCode);
        }
        Assert.InRange(held, 900, 1100);
        Assert.InRange(chained, 350, 550);
    }

    [Theory]
    [InlineData("hamlet", 3)]
    [InlineData("town", 5)]
    public void A_city_has_chains_of_holders(string preset, int length)
    {
        var city = new City(Preset.Find(preset)!);
        var ties = new Ties(city);
        var depth = new Dictionary<string, int>();
        foreach (var (i, entity) in city.Entities().Take(600).Index())
            depth[entity.CreditCode] = ties.HoldersOf(i).Where(h => h.HolderEntity is not null)
                .Select(h => depth[h.HolderEntity!] + 1).DefaultIfEmpty(0).Max();
        Assert.True(depth.Values.Max() >= length, $"the longest chain has {depth.Values.Max()} links");
    }

    [Fact]
    public void Branches_have_lawful_codes_of_their_own_and_are_younger_than_their_company()
    {
        var companies = Town.Entities().ToDictionary(e => e.CreditCode);
        var branches = Enumerable.Range(0, companies.Count).SelectMany(TownTies.BranchesOf).ToList();
        Assert.InRange(branches.Count, 800, 1600);
        Assert.Equal(branches.Count, branches.Select(b => b.CreditCode).Distinct().Count());
        Assert.Equal(branches.Count, branches.Select(b => b.Name).Distinct().Count());
        Assert.All(branches, b =>
        {
            Assert.True(CreditCode.Parse(b.CreditCode).IsOk, b.CreditCode);
            Assert.False(companies.ContainsKey(b.CreditCode));
            Assert.True(b.Established >= companies[b.Parent].Established);
        });
    }

    [Fact]
    public void A_grown_person_works_at_one_place_at_a_time_that_stands()
    {
        var companies = Town.Entities().ToDictionary(e => e.CreditCode);
        var (working, moved) = (0, 0);
        foreach (var (i, person) in Town.Persons().Take(5000).Index())
        {
            var jobs = TownTies.EmploymentsOf(person, i);
            foreach (var job in jobs)
            {
                Assert.True(job.Start >= person.BirthDate.AddYears(18) && job.Start < Preset.ReferenceDay);
                Assert.True(job.End is null || (job.End >= job.Start && job.End < Preset.ReferenceDay));
                Assert.Equal("1", companies[job.Entity].Status);
                Assert.True(job.Start >= companies[job.Entity].Established);
            }
            Assert.All(jobs.Zip(jobs.Skip(1)), j => Assert.True(j.First.End < j.Second.Start));
            working += jobs.Count > 0 ? 1 : 0;
            moved += jobs.Count > 1 ? 1 : 0;
        }
        Assert.InRange(working, 1500, 3500);
        Assert.InRange(moved, 100, 700);
    }

    [Fact]
    public void Who_stands_for_a_company_is_a_grown_person_of_the_city_or_nobody()
    {
        var persons = Town.Persons().ToDictionary(p => p.ResidentId);
        var found = Enumerable.Range(0, 500).Select(TownTies.RepresentativeOf).ToList();
        Assert.InRange(found.Count(f => f is null), 50, 150);
        Assert.All(found.OfType<DemoPerson>(), p => Assert.Equal(persons[p.ResidentId], p));
        Assert.All(found.OfType<DemoPerson>(), p => Assert.True(p.BirthDate.Year < 2008));
    }
}

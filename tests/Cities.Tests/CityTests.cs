using System.Globalization;
using System.Security.Cryptography;
using Lingnan.Kernel;

namespace Lingnan.Cities.Tests;

/// <summary>Presets are the same each time, lawful in every code, and no real person.</summary>
public sealed class CityTests
{
    private static readonly City Hamlet = new(Preset.Find("hamlet")!);
    private static readonly City Town = new(Preset.Find("town")!);

    [Fact]
    public void A_preset_is_the_same_each_time() =>
        Assert.Equal(Hamlet.Persons().ToList(), new City(Preset.Find("hamlet")!).Persons().ToList());

    [Theory]
    [InlineData("hamlet", "094f2403a2dbbbf95da6e72439634d06")]
    [InlineData("town", "f7d507d5ef912ca51e72d03fec0364de")]
    public void A_preset_is_byte_for_byte_what_it_was(string preset, string digest)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var files = new CityFiles(new City(Preset.Find(preset)!), 0.01);
        foreach (var (_, write) in files.All)
        {
            using var content = new MemoryStream();
            write(content);
            hash.AppendData(content.GetBuffer().AsSpan(0, (int)content.Length));
        }
        Assert.Equal(digest, Convert.ToHexStringLower(hash.GetHashAndReset())[..32]);
    }

    [Fact]
    public void A_hamlet_has_a_thousand_persons_and_a_town_a_hundred_thousand()
    {
        Assert.Equal(1_000, Hamlet.Persons().Count());
        Assert.Equal(100_000, Town.Persons().Count());
    }

    [Fact]
    public void Every_resident_number_is_lawful_synthetic_and_its_owners_alone()
    {
        var seen = new HashSet<string>();
        foreach (var person in Town.Persons())
        {
            var number = ResidentId.Parse(person.ResidentId);
            Assert.True(number.IsOk, number.Error?.ToString());
            Assert.True(number.Value.IsSynthetic);
            Assert.Equal(person.BirthDate, number.Value.BirthDate);
            Assert.True(seen.Add(person.ResidentId), $"{person.ResidentId} twice");
        }
    }

    [Fact]
    public void Numbers_stay_unique_beyond_what_area_and_sequence_can_tell_apart()
    {
        // Persons whose index differs by 5,000,000 share area and sequence; only the day then tells them apart.
        var days = Enumerable.Range(0, 4)
            .Select(block => Enumerable.Range(0, 200)
                .Select(i => City.Birthday(new Dice(1, 2, (ulong)i), 30, block * 5_000_000)).ToHashSet());
        Assert.Equal(0, days.SelectMany(d => d).GroupBy(d => d).Count(g => g.Count() > 1));
    }

    [Fact]
    public void Every_credit_code_is_lawful_and_its_owners_alone()
    {
        var codes = Town.Entities().Select(e => e.CreditCode).ToList();
        Assert.Equal(codes.Count, codes.Distinct().Count());
        Assert.All(codes, code => Assert.True(CreditCode.Parse(code).IsOk, $"{code}: {CreditCode.Parse(code).Error}"));
    }

    [Fact]
    public void Company_names_are_unique() =>
        Assert.Equal(Preset.Find("town")!.Entities, Town.Entities().Select(e => e.Name).Distinct().Count());

    [Fact]
    public void Every_division_is_lawful_and_hangs_together()
    {
        foreach (var preset in Preset.All)
        {
            var divisions = new City(preset).Divisions;
            var codes = divisions.Select(d => d.Code).ToHashSet();
            Assert.All(divisions, d => Assert.True(RegionCode.Parse(d.Code).IsOk, d.Code));
            Assert.All(divisions.Skip(1), d => Assert.Contains(d.Parent!, codes));
        }
    }

    [Fact]
    public void Dongguan_has_its_36_units_under_the_city() =>
        Assert.Equal(36, new City(Preset.Find("dongguan")!).Divisions.Count(d => d.Parent == "441900"));

    [Fact]
    public void Names_carry_rare_characters_and_middle_dots()
    {
        var names = Town.Persons().Select(p => p.Name).ToList();
        Assert.Contains(names, n => n.Contains('·'));
        Assert.Contains(names, n => n.EnumerateRunes().Any(r => r.Value > 0xFFFF));
    }

    [Fact]
    public void Households_have_one_head_and_children_younger_than_it()
    {
        foreach (var household in Hamlet.Persons().GroupBy(p => p.HouseholdNo))
        {
            var head = Assert.Single(household, p => p.IsHead);
            Assert.All(
                household.Where(p => p.Relation is "20" or "30"),
                child => Assert.True(child.BirthDate > head.BirthDate));
        }
    }

    [Fact]
    public void The_same_city_needs_no_more_memory_when_it_is_larger()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var last = "";
        foreach (var person in new City(Preset.Find("guangzhou")!).Persons().Take(50_000)) last = person.ResidentId;
        var perPerson = (GC.GetAllocatedBytesForCurrentThread() - before) / 50_000.0;
        Assert.True(
            perPerson < 4_000, string.Create(CultureInfo.InvariantCulture, $"{perPerson} bytes a person, last {last}"));
    }
}

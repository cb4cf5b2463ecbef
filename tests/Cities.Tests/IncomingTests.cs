using System.Security.Cryptography;
using System.Text;
using Lingnan.Cities.Incoming;
using Lingnan.Kernel;

namespace Lingnan.Cities.Tests;

/// <summary>The truth that matching is judged by: the same each time, at the stated rates, and true.</summary>
public sealed class IncomingTests
{
    private const int Count = 100_000;
    private static readonly City Town = new(Preset.Find("town")!);
    private static readonly List<DemoPerson> People = [.. Town.Persons()];
    private static readonly List<(IncomingRow Row, IncomingTruth Truth)> Rows = [.. new IncomingRows(Town).Take(Count)];

    [Theory]
    [InlineData("hamlet", "60aa73ccd140043b5882582c41e6b938")]
    [InlineData("guangzhou", "fd970ee4f769c28f604641ec496d15cb")]
    public void Rows_and_truth_are_what_they_were(string preset, string digest)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (row, truth) in new IncomingRows(new City(Preset.Find(preset)!)).Take(10_000))
            hash.AppendData(Encoding.UTF8.GetBytes($"{row}{truth}"));
        Assert.Equal(digest, Convert.ToHexStringLower(hash.GetHashAndReset())[..32]);
    }

    [Fact]
    public void A_row_is_the_same_alone_as_in_order()
    {
        var again = new IncomingRows(new City(Preset.Find("town")!));
        foreach (var number in new[] { Count - 1, 0, 4_711 }) Assert.Equal(Rows[number], again.At(number));
    }

    [Fact]
    public void A_person_found_by_number_is_the_one_met_in_order()
    {
        for (var i = 0; i < People.Count; i += i < 1_000 ? 1 : 97) Assert.Equal(People[i], Town.PersonAt(i));
        Assert.Equal(People[^1], Town.PersonAt(People.Count - 1));
    }

    [Fact]
    public void Truth_names_a_person_of_the_city_just_when_the_row_is_about_one()
    {
        foreach (var (row, truth) in Rows)
        {
            Assert.Equal(row.Number, truth.Number);
            Assert.Equal(truth.Kind == IncomingKind.Known, truth.Person is not null);
            if (truth.Person is { } index) Assert.Equal(People[index].ResidentId, truth.ResidentId);
        }
    }

    [Fact]
    public void A_row_differs_from_its_person_only_where_a_slip_says_so()
    {
        const IncomingSlips inName = IncomingSlips.Homophone | IncomingSlips.LookAlike | IncomingSlips.RareReplaced
            | IncomingSlips.DotVariant | IncomingSlips.SurnameChanged | IncomingSlips.NameSpaced;
        const IncomingSlips inNumber = IncomingSlips.NumberMissing | IncomingSlips.NumberDigit
            | IncomingSlips.FullWidth;
        const IncomingSlips inBirth = IncomingSlips.BirthDigit | IncomingSlips.BirthMissing
            | IncomingSlips.DayMonthSwapped;
        const IncomingSlips inPlace = IncomingSlips.Moved | IncomingSlips.AddressShort | IncomingSlips.FullWidth
            | IncomingSlips.AddressReordered | IncomingSlips.AddressMissing;
        foreach (var (row, truth) in Rows.Where(r => r.Truth.Person is not null))
        {
            var person = People[truth.Person!.Value];
            Same(row.ResidentId, person.ResidentId, truth, inNumber);
            Same(row.Name, person.Name, truth, inName);
            Same(row.BirthDate, person.BirthDate.ToString("yyyy-MM-dd"), truth, inBirth);
            Same(row.Address, person.Address.Text, truth, inPlace);
        }
    }

    [Fact]
    public void Hard_negatives_share_what_they_say_and_have_a_number_of_their_own()
    {
        var numbers = People.Select(p => p.ResidentId).ToHashSet();
        const IncomingSlips slips = IncomingSlips.NumberMissing | IncomingSlips.NumberDigit | IncomingSlips.FullWidth;
        foreach (var (row, truth) in Rows.Where(r => r.Truth.Person is null && (r.Truth.Slips & slips) == 0))
        {
            Assert.True(ResidentId.Parse(row.ResidentId!).IsOk, row.ResidentId);
            Assert.True(numbers.Add(row.ResidentId!), $"{row.ResidentId} twice");
        }
        foreach (var (row, truth) in Rows.Where(r => r.Truth is { Near: not null, Slips: IncomingSlips.None }))
        {
            var near = People[truth.Near!.Value];
            var (name, birth) = (row.Name == near.Name, row.BirthDate == near.BirthDate.ToString("yyyy-MM-dd"));
            Assert.Equal(truth.Kind == IncomingKind.Namesake, name);
            Assert.Equal(truth.Kind != IncomingKind.Sibling, birth);
            if (truth.Kind != IncomingKind.Namesake) Assert.Equal(near.Address.Text, row.Address);
        }
    }

    [Fact]
    public void Kinds_and_slips_come_at_the_stated_rates()
    {
        Near(IncomingRates.New, Share(t => t.Kind == IncomingKind.New));
        Near(IncomingRates.Namesake, Share(t => t.Kind == IncomingKind.Namesake));
        Near(IncomingRates.Twin, Share(t => t.Kind == IncomingKind.Twin));
        Near(IncomingRates.Sibling, Share(t => t.Kind == IncomingKind.Sibling));
        Near(IncomingRates.NumberMissing, Slip(IncomingSlips.NumberMissing));
        Near(IncomingRates.NumberDigit * (1 - IncomingRates.NumberMissing), Slip(IncomingSlips.NumberDigit));
        Near(IncomingRates.Homophone, Slip(IncomingSlips.Homophone));
        Near(IncomingRates.FullWidth, Slip(IncomingSlips.FullWidth));
        Near(IncomingRates.BirthMissing, Slip(IncomingSlips.BirthMissing));
        Near(IncomingRates.BirthDigit, Slip(IncomingSlips.BirthDigit));
        Near(IncomingRates.AddressMissing, Slip(IncomingSlips.AddressMissing));
        Near(IncomingRates.Moved * (1 - IncomingRates.AddressMissing), Slip(IncomingSlips.Moved));
        Near(IncomingRates.AddressShort * (1 - IncomingRates.AddressMissing), Slip(IncomingSlips.AddressShort));
        foreach (var slip in Enum.GetValues<IncomingSlips>().Where(s => s != IncomingSlips.None))
            Assert.True(Slip(slip) > 0, $"{slip} never happens");
    }

    private static double Slip(IncomingSlips slip) => Share(t => t.Slips.HasFlag(slip));

    private static double Share(Func<IncomingTruth, bool> which) => Rows.Count(r => which(r.Truth)) / (double)Count;

    // A tenth of the rate, and a little for the rare ones.
    private static void Near(double rate, double share) =>
        Assert.InRange(share, rate * 0.9 - 0.001, rate * 1.1 + 0.001);

    private static void Same(string? said, string real, IncomingTruth truth, IncomingSlips slips)
    {
        if ((truth.Slips & slips) == 0) Assert.Equal(real, said);
        else if ((truth.Slips & slips & ~IncomingSlips.FullWidth) != 0) Assert.NotEqual(real, said);
    }
}

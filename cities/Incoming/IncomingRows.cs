using System.Globalization;

namespace Lingnan.Cities.Incoming;

/// <summary>
/// Rows about persons as another bureau would send them, with the truth by which matching is judged. Any row can be
/// made on its own, in any order, from its number; nothing is kept but the city's marks (half a megabyte for
/// 17.5 million persons).
/// </summary>
/// <param name="city">The city that receives the rows.</param>
public sealed class IncomingRows(City city)
{
    /// <summary>How many rows there can be: each new person needs a resident number nobody has.</summary>
    public const int Most = Slots;

    private const int Slots = 5_000_000;
    private const ulong Stream = 21;

    /// <summary>The first rows, with their truth.</summary>
    public IEnumerable<(IncomingRow Row, IncomingTruth Truth)> Take(int count)
    {
        for (var number = 0; number < count; number++) yield return At(number);
    }

    /// <summary>The row of that number, with its truth.</summary>
    public (IncomingRow Row, IncomingTruth Truth) At(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, Most);
        var dice = new Dice(city.Seed, Stream, (ulong)number);
        var kind = Kind(dice.Share());
        var near = dice.Next(city.Count);
        var person = city.PersonAt(near);
        if (kind != IncomingKind.Known) person = Stranger(ref dice, kind, person, number);
        var (row, slips) = Write(ref dice, person, number);
        var truth = kind == IncomingKind.Known
            ? new IncomingTruth(number, kind, near, person.ResidentId, null, slips)
            : new IncomingTruth(number, kind, null, null, kind == IncomingKind.New ? null : near, slips);
        return (row, truth);
    }

    private static IncomingKind Kind(double share)
    {
        if ((share -= IncomingRates.New) < 0) return IncomingKind.New;
        if ((share -= IncomingRates.Namesake) < 0) return IncomingKind.Namesake;
        if ((share -= IncomingRates.Twin) < 0) return IncomingKind.Twin;
        return share - IncomingRates.Sibling < 0 ? IncomingKind.Sibling : IncomingKind.Known;
    }

    private DemoPerson Stranger(ref Dice dice, IncomingKind kind, DemoPerson near, int number)
    {
        var male = kind == IncomingKind.Namesake ? near.Sex == "1" : dice.Happens(0.5);
        var birth = kind switch
        {
            IncomingKind.New => Preset.ReferenceDay.AddDays(-1 - dice.Next(80 * 365)),
            IncomingKind.Sibling => Earlier(
                near.BirthDate.AddDays((dice.Happens(0.5) ? 1 : -1) * (330 + dice.Next(2000)))),
            _ => near.BirthDate,
        };
        var name = kind == IncomingKind.Namesake ? near.Name : OtherName(ref dice, kind, near.Name, male);
        var address = kind is IncomingKind.Twin or IncomingKind.Sibling ? near.Address : city.Elsewhere(ref dice);
        return near with
        {
            ResidentId = FreeNumber(number, birth, male),
            Name = name,
            Sex = male ? "1" : "2",
            BirthDate = birth,
            Division = address.Division,
            Address = address,
            Mobile = $"1{dice.Pick(["38", "39", "35", "59", "88"])}{20_000_000 + number:D8}",
        };
    }

    private static DateOnly Earlier(DateOnly birth) => birth < Preset.ReferenceDay ? birth : birth.AddDays(-2 * 2400);

    private static string OtherName(ref Dice dice, IncomingKind kind, string near, bool male)
    {
        while (true)
        {
            var name = kind == IncomingKind.New ? Names.Person(ref dice, Names.Surname(ref dice), male)
                : near.Contains('·') ? Names.WithDot(ref dice)
                : Names.Person(ref dice, Names.SurnameOf(near), male);
            if (name != near) return name;
        }
    }

    // A person of the city holds a number's area and sequence only with the birth dates of one remainder by four; the
    // slot is free for this date unless the one person who could hold it was born that day.
    private string FreeNumber(int number, DateOnly birth, bool male)
    {
        var slot = (int)(number * 2_999_999L % Slots);
        var block = (birth.DayOfYear - 1) % 4;
        while (block * Slots + slot is var holder && holder < city.Count && city.PersonAt(holder).BirthDate == birth)
            slot = (slot + 1) % Slots;
        return Codes.ResidentId(990_000 + slot % 10_000, birth, slot / 10_000 * 2 + (male ? 1 : 0));
    }

    private (IncomingRow Row, IncomingSlips Slips) Write(ref Dice dice, DemoPerson person, int number)
    {
        var slips = IncomingSlips.None;
        var id = Id(ref dice, person.ResidentId, ref slips);
        var name = Name(ref dice, person, ref slips);
        var sex = Sex(ref dice, person.Sex, ref slips);
        var birth = Birth(ref dice, person.BirthDate, ref slips);
        var (division, address) = Address(ref dice, person.Address, ref slips);
        var mobile = Mobile(ref dice, person.Mobile, number, ref slips);
        if (Slip(ref dice, IncomingRates.FullWidth))
        {
            var wide = (id is null ? null : Slips.FullWidth(id), address is null ? null : Slips.FullWidth(address),
                mobile is null ? null : Slips.FullWidth(mobile));
            Mark(wide != (id, address, mobile), IncomingSlips.FullWidth, ref slips);
            (id, address, mobile) = wide;
        }
        return (new IncomingRow(number, id, name, sex, birth, division, address, mobile), slips);
    }

    private static string? Id(ref Dice dice, string id, ref IncomingSlips slips)
    {
        if (Slip(ref dice, IncomingRates.NumberMissing, IncomingSlips.NumberMissing, ref slips)) return null;
        return Slip(ref dice, IncomingRates.NumberDigit, IncomingSlips.NumberDigit, ref slips)
            ? Slips.Digit(ref dice, id)
            : id;
    }

    private static string Name(ref Dice dice, DemoPerson person, ref IncomingSlips slips)
    {
        var name = person.Name;
        if (name.Contains('·'))
            return Slip(ref dice, IncomingRates.DotVariant, IncomingSlips.DotVariant, ref slips)
                ? Slips.Dot(ref dice, name)
                : name;
        if (person.Sex == "2" && Slip(ref dice, IncomingRates.SurnameChanged))
            name = Changed(name, OtherSurname(ref dice, name), IncomingSlips.SurnameChanged, ref slips);
        if (Slips.IsRare(name) && Slip(ref dice, IncomingRates.RareReplaced))
            name = Changed(name, Slips.Rare(ref dice, name), IncomingSlips.RareReplaced, ref slips);
        if (Slip(ref dice, IncomingRates.Homophone))
            name = Changed(name, Slips.Homophone(ref dice, name), IncomingSlips.Homophone, ref slips);
        if (Slip(ref dice, IncomingRates.LookAlike))
            name = Changed(name, Slips.LookAlike(ref dice, name), IncomingSlips.LookAlike, ref slips);
        if (Slip(ref dice, IncomingRates.NameSpaced))
            name = Changed(name, Slips.Spaced(ref dice, name), IncomingSlips.NameSpaced, ref slips);
        return name;
    }

    private static string OtherSurname(ref Dice dice, string name) =>
        Names.Surname(ref dice) + name[Names.SurnameOf(name).Length..];

    private static string? Sex(ref Dice dice, string sex, ref IncomingSlips slips)
    {
        if (Slip(ref dice, IncomingRates.SexMissing, IncomingSlips.SexMissing, ref slips)) return null;
        if (!Slip(ref dice, IncomingRates.SexWrong, IncomingSlips.SexWrong, ref slips)) return sex;
        return sex == "1" ? "2" : "1";
    }

    private static string? Birth(ref Dice dice, DateOnly birth, ref IncomingSlips slips)
    {
        if (Slip(ref dice, IncomingRates.BirthMissing, IncomingSlips.BirthMissing, ref slips)) return null;
        if (Slips.CanSwap(birth)
            && Slip(ref dice, IncomingRates.DayMonthSwapped, IncomingSlips.DayMonthSwapped, ref slips))
            birth = Slips.Swap(birth);
        else if (Slip(ref dice, IncomingRates.BirthDigit, IncomingSlips.BirthDigit, ref slips))
            birth = Slips.BirthDigit(ref dice, birth);
        return birth.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private (string? Division, string? Address) Address(ref Dice dice, DemoAddress address, ref IncomingSlips slips)
    {
        if (Slip(ref dice, IncomingRates.AddressMissing, IncomingSlips.AddressMissing, ref slips)) return (null, null);
        if (Slip(ref dice, IncomingRates.Moved, IncomingSlips.Moved, ref slips)) address = city.Elsewhere(ref dice);
        var brief = Slip(ref dice, IncomingRates.AddressShort, IncomingSlips.AddressShort, ref slips);
        var reordered = Slip(ref dice, IncomingRates.AddressReordered, IncomingSlips.AddressReordered, ref slips);
        return (address.Division, Slips.Address(ref dice, address, brief, reordered));
    }

    private static string? Mobile(ref Dice dice, string? mobile, int number, ref IncomingSlips slips)
    {
        if (mobile is null) return null;
        if (Slip(ref dice, IncomingRates.MobileMissing, IncomingSlips.MobileMissing, ref slips)) return null;
        return Slip(ref dice, IncomingRates.MobileChanged, IncomingSlips.MobileChanged, ref slips)
            ? $"{mobile[..3]}{40_000_000 + number:D8}"
            : mobile;
    }

    private static bool Slip(ref Dice dice, double rate) => dice.Happens(rate);

    private static bool Slip(ref Dice dice, double rate, IncomingSlips slip, ref IncomingSlips slips)
    {
        var happens = dice.Happens(rate);
        Mark(happens, slip, ref slips);
        return happens;
    }

    private static string Changed(string was, string now, IncomingSlips slip, ref IncomingSlips slips)
    {
        Mark(was != now, slip, ref slips);
        return now;
    }

    private static void Mark(bool happened, IncomingSlips slip, ref IncomingSlips slips) =>
        slips |= happened ? slip : IncomingSlips.None;
}

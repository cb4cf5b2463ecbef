using System.Globalization;

namespace Lingnan.Cities;

/// <summary>
/// A synthetic city: divisions, people in households with addresses, and companies. Everything is made on demand and
/// in order, so a city of any size needs the memory of one household.
/// </summary>
public sealed class City
{
    private static readonly string[] Roads = ["人民路", "解放路", "中山路", "东江大道", "莞太路", "育才街", "荔枝巷", "榕荫路", "滨江路", "工业一路",
        "新村巷", "骑楼街"];
    private static readonly string[] Industries = ["C39", "C35", "C21", "C18", "C14", "G54", "I65", "F52", "C33", "C29",
        "C22", "N77", "H62", "A01", "C35", "C23"];

    private const int MostMembers = 5;
    private const int HouseholdsPerMark = 64;

    private readonly Preset _preset;
    private readonly List<DemoDivision> _places;
    private readonly List<string> _placeNames;
    private readonly Lazy<int[]> _marks;

    /// <summary>The city of a preset.</summary>
    public City(Preset preset)
    {
        _preset = preset;
        Divisions = ReadDivisions(preset.DivisionsFile);
        var parents = Divisions.Select(d => d.Parent).ToHashSet();
        _places = Divisions.Where(d => !parents.Contains(d.Code)).ToList();
        var towns = Divisions.Where(d => d.Code.Length == 9).ToDictionary(d => d.Code, d => d.Name);
        _placeNames = _places.Select(p => towns.GetValueOrDefault(p.Parent ?? "", "") + p.Name).ToList();
        _marks = new Lazy<int[]>(Mark);
    }

    /// <summary>Divisions, parents before children.</summary>
    public IReadOnlyList<DemoDivision> Divisions { get; }

    /// <summary>All persons, household by household, the head first.</summary>
    public IEnumerable<DemoPerson> Persons()
    {
        var made = 0;
        for (var household = 0; made < _preset.Persons; household++)
        {
            foreach (var person in Household(household, made))
            {
                yield return person;
                if (++made == _preset.Persons) yield break;
            }
        }
    }

    /// <summary>All companies.</summary>
    public IEnumerable<DemoEntity> Entities()
    {
        for (var i = 0; i < _preset.Entities; i++) yield return EntityAt(i);
    }

    /// <summary>The person of that number in <see cref="Persons"/>, without making those before it.</summary>
    public DemoPerson PersonAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _preset.Persons);
        var marks = _marks.Value;
        var mark = Array.BinarySearch(marks, index);
        mark = mark < 0 ? ~mark - 1 : mark;
        var (household, first) = (mark * HouseholdsPerMark, marks[mark]);
        var members = new Member[MostMembers];
        var (seat, count) = Roll(household, members);
        while (first + count <= index)
        {
            first += count;
            (seat, count) = Roll(++household, members);
        }
        return Person(
            members[index - first], index, _places[seat.Place], Text(seat), HouseholdNo(household), seat.Minority,
            index == first);
    }

    /// <summary>How many persons the city has.</summary>
    internal int Count => _preset.Persons;

    /// <summary>How many companies the city has.</summary>
    internal int EntityCount => _preset.Entities;

    /// <summary>Seed of the city's dice.</summary>
    internal ulong Seed => _preset.Seed;

    /// <summary>An address of this city that the dice choose, of no household of it.</summary>
    internal DemoAddress Elsewhere(ref Dice dice) => Text(Sit(ref dice, 89_999_999));

    private List<DemoPerson> Household(int household, int firstIndex)
    {
        var members = new Member[MostMembers];
        var (seat, count) = Roll(household, members);
        var (place, address, no) = (_places[seat.Place], Text(seat), HouseholdNo(household));
        var people = new List<DemoPerson>(count);
        for (var i = 0; i < count; i++)
            people.Add(Person(members[i], firstIndex + i, place, address, no, seat.Minority, i == 0));
        return people;
    }

    // Rolls where a household lives and who belongs to it, without a text being made: what finds a person by number.
    private (Seat Seat, int Count) Roll(int household, Member[] members)
    {
        var dice = new Dice(_preset.Seed, 1, (ulong)household);
        var seat = Sit(ref dice, household);
        var surname = Names.Surname(ref dice);
        seat = seat with { Minority = dice.Happens(0.006) };
        var headAge = 22 + (int)(58 * Math.Pow(dice.Share(), 1.35));
        var headMale = dice.Happens(0.72);
        var count = 0;
        members[count++] = new Member("02", headMale, headAge, surname);
        if (headAge > 24 && dice.Happens(0.74))
            members[count++] = new Member(
                "10", !headMale, Math.Max(20, headAge - 4 + dice.Next(8)), Names.Surname(ref dice));
        if (count == 2)
            for (var child = dice.Next(3); child > 0 && headAge - 27 + child * 2 >= 0; child--)
            {
                var boy = dice.Happens(0.53);
                members[count++] = new Member(
                    boy ? "20" : "30", boy, Math.Clamp(headAge - 27 - child * 2 + dice.Next(5), 0, 45), surname);
            }
        if (headAge < 60 && dice.Happens(0.22))
            members[count++] = new Member(
                "50", dice.Happens(0.4), Math.Min(99, headAge + 23 + dice.Next(8)), surname);
        return (seat, count);
    }

    // The number of the first person of every sixty-fourth household: half a megabyte for 17.5 million persons.
    private int[] Mark()
    {
        var marks = new List<int>();
        var members = new Member[MostMembers];
        for (int household = 0, made = 0; made < _preset.Persons; household++)
        {
            if (household % HouseholdsPerMark == 0) marks.Add(made);
            made += Roll(household, members).Count;
        }
        return [.. marks];
    }

    private static string HouseholdNo(int household) => $"H{household + 1:D8}";

    private DemoPerson Person(
        Member member, int index, DemoDivision place, DemoAddress address, string householdNo, bool minority, bool head)
    {
        var dice = new Dice(_preset.Seed, 2, (ulong)index);
        var birth = Birthday(new Dice(_preset.Seed, 4, (ulong)index), member.Age, index);
        var sequence = index / 10_000 % 500 * 2 + (member.Male ? 1 : 0);
        var name = minority ? Names.WithDot(ref dice) : Names.Person(ref dice, member.Surname, member.Male);
        var ethnic = minority ? "05" : dice.Happens(0.03) ? dice.Pick(["08", "15", "04", "03", "13"]) : "01";
        var mobile = member.Age is >= 12 and < 90 ? $"1{dice.Pick(["38", "39", "35", "59", "88"])}{index:D8}" : null;
        return new DemoPerson(
            Codes.ResidentId(990_000 + index % 10_000, birth, sequence), name, member.Male ? "1" : "2", birth, ethnic,
            place.Code, address, mobile, householdNo, member.Relation, head);
    }

    // The day's remainder by four carries what area and sequence cannot, so that no two of 20 million numbers are
    // equal.
    internal static DateOnly Birthday(Dice dice, int age, int index)
    {
        var year = Preset.ReferenceDay.Year - 1 - age;
        var day = dice.Next(91) * 4 + index / 5_000_000 % 4;
        return new DateOnly(year, 1, 1).AddDays(Math.Min(day, 363));
    }

    private Seat Sit(ref Dice dice, int number) => new(
        dice.Next(_places.Count), number, dice.Next(Roads.Length), 1 + dice.Next(280), 1 + dice.Next(12),
        1 + dice.Next(30), 1 + dice.Next(8), false);

    private DemoAddress Text(Seat seat) => new(
        $"D{seat.Number + 1:D8}", _places[seat.Place].Code, _placeNames[seat.Place], Roads[seat.Road],
        seat.Door.ToString(CultureInfo.InvariantCulture), $"{seat.Building}栋", $"{seat.Floor}{seat.Room:D2}房");

    /// <summary>The company of that number in <see cref="Entities"/>.</summary>
    internal DemoEntity EntityAt(int index)
    {
        var dice = new Dice(_preset.Seed, 3, (ulong)index);
        var address = Text(Sit(ref dice, 90_000_000 - 1 - index));
        var representative = Names.Person(ref dice, Names.Surname(ref dice), dice.Happens(0.7));
        var capital = dice.Pick([10m, 50m, 100m, 100m, 500m, 1000m, 3000m, 5000m]);
        var established = new DateOnly(1990, 1, 1).AddDays(dice.Next(13_000));
        var status = dice.Happens(0.86) ? "1" : dice.Happens(0.4) ? "2" : "3";
        return new DemoEntity(
            Codes.CreditCode(990_100, index), Names.Company(ref dice, _preset.City.Zh[..2], index), representative,
            capital, dice.Pick(Industries), address, established, status);
    }

    private static List<DemoDivision> ReadDivisions(string name)
    {
        using var stream = typeof(City).Assembly.GetManifestResourceStream($"Lingnan.Cities.Divisions.{name}.txt")
            ?? throw new InvalidOperationException($"No divisions '{name}'.");
        using var reader = new StreamReader(stream);
        var divisions = new List<DemoDivision>();
        var codes = new HashSet<string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#') || line.Length == 0) continue;
            var (code, title) = (line[..line.IndexOf(' ')], line[(line.IndexOf(' ') + 1)..]);
            var parent = new[] { 9, 6 }.Where(n => n < code.Length).Select(n => code[..n])
                .FirstOrDefault(codes.Contains)
                ?? (codes.Contains(code[..4] + "00") ? code[..4] + "00" : null);
            divisions.Add(new DemoDivision(code, title, parent));
            codes.Add(code);
        }
        return divisions;
    }

    private readonly record struct Member(string Relation, bool Male, int Age, string Surname);

    // Where a household or company sits, as rolled: indexes and numbers instead of texts.
    private readonly record struct Seat(
        int Place, int Number, int Road, int Door, int Building, int Floor, int Room, bool Minority);
}

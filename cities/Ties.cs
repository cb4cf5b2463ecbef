namespace Lingnan.Cities;

/// <summary>What ties persons and companies of a city together: who works where, who holds what, who stands for whom.
/// The ties of each person and each company come from dice of their own, so a city of any size needs the memory of
/// one.</summary>
public sealed class Ties(City city)
{
    private const int AdultAge = 18;
    private const int WorkingAgeMax = 60;
    private const int BranchesMax = 3;
    private const ulong RepresentativeStream = 31;
    private const ulong HolderStream = 32;
    private const ulong EmploymentStream = 33;
    private const ulong BranchStream = 34;

    private static readonly string[] Posts = ["装配工", "质检员", "仓管员", "销售", "文员", "会计", "技术员", "工程师", "司机", "店长",
        "保洁员", "厨师"];
    private static readonly int[] EntityShares = [30, 40, 51, 60, 70, 80, 100];

    private readonly Dictionary<string, string> _towns =
        city.Divisions.Where(d => d.Code.Length == 9).ToDictionary(d => d.Code, d => d.Name);

    /// <summary>The resident who stands for a company, or null where it is nobody of this city.</summary>
    public DemoPerson? RepresentativeOf(int entity)
    {
        var dice = new Dice(city.Seed, RepresentativeStream, (ulong)entity);
        return dice.Happens(0.8) ? Adult(ref dice) : null;
    }

    /// <summary>Who holds a company. Shares come to one hundred; a company is held by older ones only, so nobody holds
    /// itself.</summary>
    public IReadOnlyList<DemoHolding> HoldersOf(int entity)
    {
        var company = city.EntityAt(entity);
        if (!IsHeld(company)) return [];
        var dice = new Dice(city.Seed, HolderStream, (ulong)entity);
        var holdings = new List<DemoHolding>();
        var left = 100m;
        if (dice.Happens(0.45) && OlderOne(ref dice, entity) is { } above)
        {
            var share = dice.Pick(EntityShares);
            holdings.Add(new(company.CreditCode, above.Name, "2", above.CreditCode, null, share));
            left -= share;
        }
        if (left > 0 && dice.Happens(0.1))
        {
            var share = Math.Min(left, 5 + dice.Next(20));
            holdings.Add(new(company.CreditCode, $"{dice.Pick(Names.Afar)}投资合伙企业（有限合伙）", "3", null, null, share));
            left -= share;
        }
        var persons = left == 0 ? 0 : 1 + dice.Next(3);
        var first = RepresentativeOf(entity);
        for (var i = persons; i > 0; i--)
        {
            var person = i == persons && first is not null ? first : Adult(ref dice);
            // A holder is named once; a namesake leaves the share to the next.
            if (i > 1 && holdings.Exists(h => h.Holder == person.Name)) continue;
            while (holdings.Exists(h => h.Holder == person.Name)) person = Adult(ref dice);
            var share = i == 1 ? left : Math.Round(left * (30 + dice.Next(50)) / 100, 2);
            holdings.Add(new(company.CreditCode, person.Name, "1", null, person.ResidentId, share));
            left -= share;
        }
        return holdings;
    }

    /// <summary>Where a person works and worked, the earlier first.</summary>
    public IReadOnlyList<DemoEmployment> EmploymentsOf(DemoPerson person, int index)
    {
        var dice = new Dice(city.Seed, EmploymentStream, (ulong)index);
        var age = Preset.ReferenceDay.Year - person.BirthDate.Year;
        if (age is <= AdultAge or > WorkingAgeMax || !dice.Happens(0.65)) return [];
        var grown = person.BirthDate.AddYears(AdultAge);
        var start = Within(ref dice, Later(grown, Preset.ReferenceDay.AddYears(-15)));
        var jobs = new List<DemoEmployment>();
        if (dice.Happens(0.2) && Preset.ReferenceDay.DayNumber - start.DayNumber > 400)
        {
            var before = Workplace(ref dice);
            if (before.Established <= start)
            {
                var end = Within(ref dice, start.AddDays(100));
                jobs.Add(Employment(ref dice, person, before, start, end));
                start = end.AddDays(1);
            }
        }
        var place = Workplace(ref dice);
        jobs.Add(Employment(ref dice, person, place, Later(start, place.Established), null));
        return jobs;
    }

    /// <summary>The branches of a company, in other places.</summary>
    public IReadOnlyList<DemoBranch> BranchesOf(int entity)
    {
        var company = city.EntityAt(entity);
        var dice = new Dice(city.Seed, BranchStream, (ulong)entity);
        if (!IsHeld(company) || !dice.Happens(0.15)) return [];
        var branches = new List<DemoBranch>();
        for (var (i, count) = (0, 1 + dice.Next(BranchesMax)); i < count; i++)
        {
            var address = city.Elsewhere(ref dice);
            var name = $"{company.Name}{Place(address.Division)}{(i == 0 ? "" : "第" + "一二三"[i])}分公司";
            // Another authority's area: no branch has the code of a company.
            branches.Add(new(
                Codes.CreditCode(990_200 + i, entity), company.CreditCode, name, address,
                Within(ref dice, company.Established), company.Status));
        }
        return branches;
    }

    private static DemoEmployment Employment(
        ref Dice dice, DemoPerson person, DemoEntity entity, DateOnly start, DateOnly? end) =>
        new(person.ResidentId, entity.CreditCode, entity.Address.Division, dice.Pick(Posts), start, end);

    // Sole proprietors have neither holders nor branches.
    private static bool IsHeld(DemoEntity entity) => entity.Name.EndsWith("公司", StringComparison.Ordinal);

    private DemoEntity? OlderOne(ref Dice dice, int entity)
    {
        for (var i = entity - 1 - dice.Next(20); i >= 0; i--)
            if (city.EntityAt(i) is var older && IsHeld(older)) return older;
        return null;
    }

    // A few employ many, most a few. Nobody begins at one that is gone, and there is always one that is not.
    private DemoEntity Workplace(ref Dice dice)
    {
        var share = dice.Share();
        for (var i = (int)(share * share * city.EntityCount); ; i = (i + 1) % city.EntityCount)
            if (city.EntityAt(i) is { Status: "1" } open) return open;
    }

    private DemoPerson Adult(ref Dice dice)
    {
        for (var i = dice.Next(city.Count); ; i = (i + 1) % city.Count)
            if (city.PersonAt(i) is var person && Preset.ReferenceDay.Year - person.BirthDate.Year > AdultAge)
                return person;
    }

    private string Place(string division)
    {
        var town = _towns.GetValueOrDefault(division[..9], "");
        foreach (var kind in new[] { "街道", "镇" })
            if (town.Length > kind.Length && town.EndsWith(kind, StringComparison.Ordinal)) return town[..^kind.Length];
        return town;
    }

    // A day from the first one on, before the reference day.
    private static DateOnly Within(ref Dice dice, DateOnly first) =>
        first.AddDays(dice.Next(Math.Max(1, Preset.ReferenceDay.DayNumber - first.DayNumber)));

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;
}

using System.Globalization;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Features;

namespace Lingnan.Registries.Watch.Model;

/// <summary>Which reads of one account a person should look at. Pure: the same reads give the same suspicions, so a
/// look that is repeated after a fall finds what it found before.</summary>
internal static class ReadRuleBook
{
    private const int TownDigits = 9;

    /// <param name="reads">The account's reads of the last weeks, oldest first.</param>
    /// <param name="after">Reads after this position are new; only what they take part in is told.</param>
    /// <param name="past">How the account and its peers read before.</param>
    public static IReadOnlyList<Suspicion> Judge(IReadOnlyList<WatchedRead> reads, long after, ReadingPast past)
    {
        var fresh = reads.Where(r => r.Position > after).ToList();
        if (fresh.Count == 0) return [];
        return [.. ManyPersons(reads, fresh, past), .. OutsideHours(fresh, reads, past), .. OneCase(reads, fresh),
            .. SamePerson(reads, fresh), .. Away(reads, fresh)];
    }

    // One who may not export can take a register apart person by person; hour, day and week bound how fast.
    private static IEnumerable<Suspicion> ManyPersons(
        IReadOnlyList<WatchedRead> reads, List<WatchedRead> fresh, ReadingPast past)
    {
        var hour = Habits.Usual([.. past.Own.Select(d => d.BusiestHour)], past.PeerHours);
        var day = Habits.Usual([.. past.Own.Select(d => d.Persons)], past.PeerPersons);
        (string Name, TimeSpan Length, int Floor, long Usual)[] windows =
        [
            ("hour", TimeSpan.FromHours(1), WatchLimits.HourFloor, hour),
            ("day", TimeSpan.FromDays(1), WatchLimits.DayFloor, day),
            ("week", TimeSpan.FromDays(7), WatchLimits.WeekFloor, 5 * day),
        ];
        foreach (var (name, length, floor, usual) in windows)
        {
            var most = Math.Max(floor, WatchLimits.Factor * usual);
            foreach (var today in fresh.GroupBy(r => CityTime.DayOf(r.At)))
                if (Fullest(reads, today.Key, length) is { } full && Persons(full) > most
                    && full[^1].Position >= today.First().Position)
                    yield return new Suspicion(ReadRules.ManyPersons, $"{name}/{Iso(today.Key)}", full, usual);
        }
    }

    /// <summary>The stretch of this length with the most persons that ends on the day.</summary>
    private static List<WatchedRead>? Fullest(IReadOnlyList<WatchedRead> reads, DateOnly day, TimeSpan length)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var (start, most, from, to) = (0, 0, 0, -1);
        for (var end = 0; end < reads.Count; end++)
        {
            counts[reads[end].SubjectId] = counts.GetValueOrDefault(reads[end].SubjectId) + 1;
            for (; reads[end].At - reads[start].At >= length; start++)
                if (--counts[reads[start].SubjectId] == 0) counts.Remove(reads[start].SubjectId);
            // The later one of two equals: it is the one that grows.
            if (CityTime.DayOf(reads[end].At) == day && counts.Count >= most)
                (most, from, to) = (counts.Count, start, end);
        }
        return to < 0 ? null : [.. reads.Skip(from).Take(to - from + 1)];
    }

    // Those who work in shifts have a past that says so.
    private static IEnumerable<Suspicion> OutsideHours(
        List<WatchedRead> fresh, IReadOnlyList<WatchedRead> reads, ReadingPast past)
    {
        if (past.Own.Count >= WatchLimits.PastMin && past.Own.Count(d => d.PersonsOff > 0) * 2 >= past.Own.Count)
            yield break;
        foreach (var day in fresh.Where(r => Habits.IsOff(r.At)).Select(r => CityTime.DayOf(r.At)).Distinct())
        {
            var off = reads.Where(r => CityTime.DayOf(r.At) == day && Habits.IsOff(r.At)).ToList();
            if (Persons(off) >= WatchLimits.OffPersons)
                yield return new Suspicion(ReadRules.OutsideHours, Iso(day), off, 0);
        }
    }

    private static IEnumerable<Suspicion> OneCase(IReadOnlyList<WatchedRead> reads, List<WatchedRead> fresh)
    {
        var numbers = fresh.Select(r => r.CaseNumber).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var some in reads.Where(r => r.CaseNumber is { } n && numbers.Contains(n)).GroupBy(r => r.CaseNumber!))
            if (Persons(some) > WatchLimits.CasePersons)
                yield return new Suspicion(ReadRules.OneCase, $"{some.Key}/{Month(some.Last())}", [.. some], 0);
    }

    private static IEnumerable<Suspicion> SamePerson(IReadOnlyList<WatchedRead> reads, List<WatchedRead> fresh)
    {
        var subjects = fresh.Select(r => r.SubjectId).ToHashSet(StringComparer.Ordinal);
        foreach (var some in reads.Where(r => subjects.Contains(r.SubjectId)).GroupBy(r => r.SubjectId))
            if (some.Select(r => CityTime.DayOf(r.At)).Distinct().Count() >= WatchLimits.SamePersonDays)
                yield return new Suspicion(ReadRules.SamePerson, $"{some.Key}/{Month(some.Last())}", [.. some], 0);
    }

    // An account whose rights reach further than its work is told by where it always reads.
    private static IEnumerable<Suspicion> Away(IReadOnlyList<WatchedRead> reads, List<WatchedRead> fresh)
    {
        foreach (var day in fresh.Where(r => r.Region is not null).Select(r => CityTime.DayOf(r.At)).Distinct())
        {
            var before = reads.Where(r => r.Region is not null && CityTime.DayOf(r.At) < day)
                .DistinctBy(r => r.SubjectId).ToList();
            if (before.Count < WatchLimits.HomePersons) continue;
            var home = before.GroupBy(r => Town(r.Region!)).MaxBy(g => g.Count())!;
            if (home.Count() * 100 < before.Count * WatchLimits.HomeShare) continue;
            var away = reads.Where(r => r.Region is { } region && Town(region) != home.Key
                && CityTime.DayOf(r.At) == day).ToList();
            if (Persons(away) >= WatchLimits.AwayPersons)
                yield return new Suspicion(ReadRules.Away, Iso(day), away, 0);
        }
    }

    public static string Month(WatchedRead read) =>
        CityTime.DayOf(read.At).ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Town(string region) => region.Length <= TownDigits ? region : region[..TownDigits];

    private static int Persons(IEnumerable<WatchedRead> reads) =>
        reads.Select(r => r.SubjectId).Distinct(StringComparer.Ordinal).Count();
}

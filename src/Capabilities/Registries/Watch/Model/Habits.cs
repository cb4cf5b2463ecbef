using Lingnan.Kernel.Calendars;
using Lingnan.Registries.Features;

namespace Lingnan.Registries.Watch.Model;

/// <summary>What is usual. Pure.</summary>
internal static class Habits
{
    /// <summary>How many persons an account reads as a rule, by its own past and that of its peers: its own past alone
    /// would make usual whatever was never noticed, so peers bound it.</summary>
    public static long Usual(IReadOnlyList<long> own, IReadOnlyList<long> peers)
    {
        var hasOwn = own.Count >= WatchLimits.PastMin;
        var hasPeers = peers.Count >= WatchLimits.PeersMin;
        return (hasOwn, hasPeers) switch
        {
            (true, true) => Math.Min(Median(own), WatchLimits.Factor * Median(peers)),
            (true, false) => Median(own),
            (false, true) => Median(peers),
            _ => 0,
        };
    }

    /// <summary>The upper one of the two in the middle; 0 of none.</summary>
    public static long Median(IReadOnlyList<long> numbers) =>
        numbers.Count == 0 ? 0 : numbers.Order().ElementAt(numbers.Count / 2);

    /// <summary>True outside working hours and on days off. A year without a notice has its weekends off.</summary>
    public static bool IsOff(DateTimeOffset at)
    {
        var hour = CityTime.HourOf(at);
        if (hour is < WatchLimits.WorkFrom or >= WatchLimits.WorkTo) return true;
        var day = CityTime.DayOf(at);
        var works = WorkingCalendar.China.IsWorkingDay(day);
        return works.IsOk ? !works.Value : day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
    }

    /// <summary>What an account read on each day.</summary>
    public static IReadOnlyDictionary<DateOnly, WatchedDay> ByDay(IEnumerable<WatchedRead> reads) =>
        reads.GroupBy(r => CityTime.DayOf(r.At)).ToDictionary(day => day.Key, day => new WatchedDay(
            Persons(day), day.GroupBy(r => CityTime.HourOf(r.At)).Max(Persons), Persons(day.Where(r => IsOff(r.At)))));

    private static long Persons(IEnumerable<WatchedRead> reads) =>
        reads.Select(r => r.SubjectId).Distinct(StringComparer.Ordinal).Count();
}

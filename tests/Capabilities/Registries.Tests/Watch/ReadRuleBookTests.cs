using Lingnan.Registries.Contracts;
using Lingnan.Registries.Watch;
using Lingnan.Registries.Watch.Model;

namespace Lingnan.Registries.Tests.Watch;

public sealed class ReadRuleBookTests
{
    // A Monday, ten in the morning in Beijing.
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);

    private static readonly ReadingPast Nothing = new([], [], []);

    [Theory]
    [InlineData(WatchLimits.HourFloor, 0, 0, false)]
    [InlineData(WatchLimits.HourFloor + 1, 0, 0, true)]
    // Whoever always reads forty an hour, as others do, may read a hundred on a full day.
    [InlineData(100, 40, 40, false)]
    [InlineData(130, 40, 40, true)]
    // A past that was never noticed is no licence: others read ten.
    [InlineData(100, 90, 10, true)]
    // Who is new is measured by the others.
    [InlineData(100, 0, 40, false)]
    public void Many_persons_are_many_by_ones_own_past_and_that_of_peers(int persons, int own, int peers, bool isFound)
    {
        var past = new ReadingPast(
            [.. Enumerable.Repeat(new WatchedDay(1000, own, 0), own == 0 ? 0 : WatchLimits.PastMin)],
            [1000, 1000, 1000], peers == 0 ? [] : [peers, peers, peers]);
        var reads = Reads(persons, Monday, TimeSpan.FromSeconds(20));
        Assert.Equal(isFound, ReadRuleBook.Judge(reads, 0, past).Any(s => s.Rule == ReadRules.ManyPersons));
    }

    [Fact]
    public void A_slow_drip_that_stays_below_each_hour_and_day_is_seen_in_the_week()
    {
        var reads = Enumerable.Range(0, 5).SelectMany(day => Reads(
            WatchLimits.WeekFloor / 5 + 1, Monday.AddDays(day), TimeSpan.FromMinutes(4), first: day * 1000)).ToList();
        var found = Assert.Single(ReadRuleBook.Judge(reads, 0, Nothing));
        Assert.Equal((ReadRules.ManyPersons, "week/2026-03-06"), (found.Rule, found.Scope));
        Assert.Empty(ReadRuleBook.Judge(reads[..^10], 0, Nothing));
    }

    [Fact]
    public void Only_what_new_reads_take_part_in_is_told()
    {
        var reads = Reads(100, Monday, TimeSpan.FromSeconds(20));
        Assert.Empty(ReadRuleBook.Judge(reads, 100, Nothing));
        Assert.NotEmpty(ReadRuleBook.Judge(reads, 99, Nothing));
    }

    [Theory]
    [InlineData("2026-03-02T08:30:00+08:00", false)]
    [InlineData("2026-03-02T06:59:00+08:00", true)]
    [InlineData("2026-03-02T20:00:00+08:00", true)]
    [InlineData("2026-02-28T10:00:00+08:00", false)] // A Saturday made up for the spring festival.
    [InlineData("2026-03-07T10:00:00+08:00", true)]
    [InlineData("2026-10-01T10:00:00+08:00", true)]
    public void Working_hours_follow_the_notices_of_the_state_council(string at, bool isOff) =>
        Assert.Equal(isOff, Habits.IsOff(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Who_works_in_shifts_is_not_asked_each_night()
    {
        var night = Reads(5, Monday.AddHours(12), TimeSpan.FromSeconds(20));
        var shifts = new ReadingPast([.. Enumerable.Repeat(new WatchedDay(5, 5, 5), 6)], [], []);
        Assert.Contains(ReadRuleBook.Judge(night, 0, Nothing), s => s.Rule == ReadRules.OutsideHours);
        Assert.Empty(ReadRuleBook.Judge(night, 0, shifts));
    }

    private static List<WatchedRead> Reads(int count, DateTimeOffset from, TimeSpan apart, int first = 0) =>
        [.. Enumerable.Range(first, count).Select(i => new WatchedRead(
            i + 1, from + ((i - first) * apart), $"p_{i}", $"T-{i}", null))];
}

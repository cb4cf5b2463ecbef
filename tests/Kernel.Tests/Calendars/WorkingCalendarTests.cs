using System.Globalization;
using Lingnan.Kernel.Calendars;

namespace Lingnan.Kernel.Tests.Calendars;

public sealed class WorkingCalendarTests
{
    private static readonly WorkingCalendar China = WorkingCalendar.China;
    private static readonly SlowCalendar Oracle = SlowCalendar.Read(
        Path.Combine(RepositoryFiles.Root, "src", "Kernel", "Calendars", "holidays-china.txt"));

    [Fact]
    public void Every_day_of_2007_to_2026_agrees_with_the_oracle()
    {
        var days = 0;
        for (var date = new DateOnly(2007, 1, 1); date <= new DateOnly(2026, 12, 31); date = date.AddDays(1), days++)
        {
            Assert.Equal(Oracle.IsWorking(date), China.IsWorkingDay(date).Value);
            foreach (var count in new[] { -45, -10, -5, -1, 0, 1, 2, 5, 10, 20, 60 })
            {
                var sum = China.AddWorkingDays(date, count);
                var expected = Oracle.Add(date, count);
                if (expected >= China.First && expected <= China.Last) Assert.Equal(expected, sum.Value);
                else Assert.Equal(expected.Year, sum.Error!.Args["year"]);
            }
        }
        Assert.Equal(7305, days);
    }

    [Fact]
    public void Days_between_agree_with_the_oracle_and_adding_them_arrives()
    {
        for (var from = China.First; from <= China.Last; from = from.AddDays(13))
            for (var to = China.First; to <= China.Last; to = to.AddDays(241))
            {
                var between = China.WorkingDaysBetween(from, to).Value;
                Assert.Equal(Oracle.Between(from, to), between);
                if (from != to && Oracle.IsWorking(to)) Assert.Equal(to, China.AddWorkingDays(from, between).Value);
            }
    }

    [Fact]
    public void Each_day_is_explained()
    {
        var week = China.Explain(new DateOnly(2024, 9, 28), new DateOnly(2024, 10, 12)).Value;
        Assert.Equal(15, week.Count);
        Assert.Equal(DayReason.Weekend, week[0].Reason);
        Assert.Equal((DayReason.MakeUpWorkday, true), (week[1].Reason, week[1].IsWorking));
        Assert.Equal(DayReason.Weekday, week[2].Reason);
        Assert.Equal((DayReason.Holiday, false), (week[3].Reason, week[3].IsWorking));
        Assert.Equal(new LocalText("国庆节", "National Day"), week[3].Holiday);
        Assert.Equal("State Council notice of public holidays for 2024", week[3].Source);
        Assert.Null(week[0].Source);
        Assert.Equal(DayReason.MakeUpWorkday, week[^1].Reason);
        var all = China.Explain(China.First, new DateOnly(2016, 12, 31)).Value;
        Assert.All(all, day => Assert.Equal(Oracle.IsWorking(day.Date), day.IsWorking));
    }

    [Fact]
    public void Two_feasts_in_one_holiday_are_both_named() => Assert.Equal(
        new LocalText("国庆节、中秋节", "National Day, Mid-Autumn Festival"),
        China.Explain(new DateOnly(2020, 10, 1), new DateOnly(2020, 10, 1)).Value[0].Holiday);

    [Theory]
    [InlineData("2006-12-31", 2006)]
    [InlineData("2027-01-01", 2027)]
    [InlineData("9999-12-31", 9999)]
    public void A_year_without_notice_is_refused_by_name(string text, int year)
    {
        var date = DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var inside = new DateOnly(2020, 1, 1);
        Error?[] errors =
        [
            China.IsWorkingDay(date).Error, China.AddWorkingDays(date, 1).Error,
            China.WorkingDaysBetween(inside, date).Error, China.Explain(date, date).Error,
        ];
        Assert.All(errors, e => Assert.Equal("kernel.calendar.no-notice", e!.Code));
        Assert.All(errors, e => Assert.Equal(year, e!.Args["year"]));
    }

    [Fact]
    public void A_sum_beyond_the_notices_is_refused()
    {
        Assert.Equal(2027, China.AddWorkingDays(China.Last, int.MaxValue).Error!.Args["year"]);
        Assert.Equal(2006, China.AddWorkingDays(China.First, int.MinValue).Error!.Args["year"]);
    }

    [Fact]
    public void A_span_backwards_or_of_decades_is_not_explained()
    {
        Assert.Equal("kernel.calendar.span", China.Explain(China.Last, China.First).Error!.Code);
        Assert.Equal("kernel.calendar.span", China.Explain(China.First, China.Last).Error!.Code);
    }

    [Fact]
    public void The_days_are_those_of_the_published_notices()
    {
        var file = Path.Combine(RepositoryFiles.Root, "..", "shared", "reference", "calendar", "china-public-days.csv");
        Assert.SkipUnless(File.Exists(file), "The reference table of public days is not at hand.");
        var published = File.ReadLines(file).Skip(1).Select(line => line.Split(','))
            .ToDictionary(c => DateOnly.Parse(c[1], CultureInfo.InvariantCulture), c => c[2] == "workday");
        Assert.Equal(published.OrderBy(d => d.Key), Oracle.Noticed.OrderBy(d => d.Key));
        Assert.All(published.Where(d => d.Key >= China.First), day =>
            Assert.Equal(day.Value, China.IsWorkingDay(day.Key).Value));
    }
}

using Lingnan.Kernel.Calendars;

namespace Lingnan.Kernel.Tests.Calendars;

/// <summary>A newer calendar can be supplied as text; what is wrong in it is told by its line.</summary>
public sealed class CalendarTextTests
{
    private const string Head = "version | 2031\nname | 元旦 | New Year’s Day\n";

    [Fact]
    public void A_supplied_calendar_rules_its_own_years()
    {
        var text = "\uFEFF# new\r\n" + Head
            + "2030 | notice A | 元旦 0101-0102 +20291229\r\n\r\n"
            + "2031 | notice B | 元旦 20301231 0101 +0104\r\n";
        var calendar = WorkingCalendar.Parse(text).Value;
        Assert.Equal("2031", calendar.Version);
        Assert.Equal((new DateOnly(2030, 1, 1), new DateOnly(2031, 12, 31)), (calendar.First, calendar.Last));
        Assert.False(calendar.IsWorkingDay(new DateOnly(2030, 12, 31)).Value);
        Assert.True(calendar.IsWorkingDay(new DateOnly(2031, 1, 4)).Value);
        var eve = new DateOnly(2030, 12, 31);
        Assert.Equal("notice B", calendar.Explain(eve, eve).Value[0].Source);
    }

    [Theory]
    [InlineData(Head + "2030 | notice", "line", 3)]
    [InlineData(Head + "twenty | notice | 元旦 0101", "line", 3)]
    [InlineData(Head + "2030 | notice | 元旦 0101\n2032 | notice | 元旦 0101", "year", 4)]
    [InlineData(Head + "2030 | notice | 元旦 0101\n2030 | notice | 元旦 0102", "year", 4)]
    [InlineData(Head + "1900 | notice | 元旦 0101", "year", 3)]
    [InlineData(Head + "2030 | notice | 中秋节 0101", "name", 3)]
    [InlineData(Head + "2030 | notice | 元旦", "name", 3)]
    [InlineData(Head + "2030 | notice | 元旦 0230", "date", 3)]
    [InlineData(Head + "2030 | notice | 元旦 +", "date", 3)]
    [InlineData(Head + "2030 | notice | 元旦 0103-0101", "date", 3)]
    [InlineData(Head + "2030 | notice | 元旦 0101-1231", "date", 3)]
    [InlineData(Head + "2030 | notice | 元旦 20350101", "date", 3)]
    [InlineData(Head + "2030 | notice | 元旦 0101-0103 +0102", "duplicate", 3)]
    public void A_wrong_line_is_told_by_its_number(string text, string reason, int line)
    {
        var error = WorkingCalendar.Parse(text).Error;
        Assert.Equal("kernel.calendar." + reason, error?.Code);
        Assert.Equal(line, error!.Args["line"]);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("version | 1", "empty")]
    [InlineData("name | 元旦 | New Year’s Day\n2030 | notice | 元旦 0101", "empty")]
    public void A_calendar_without_version_or_years_is_refused(string text, string reason) =>
        Assert.Equal("kernel.calendar." + reason, WorkingCalendar.Parse(text).Error?.Code);

    [Fact]
    public void A_text_without_end_is_refused() =>
        Assert.Equal("kernel.calendar.too-long", WorkingCalendar.Parse(new string('#', 300_000)).Error?.Code);
}

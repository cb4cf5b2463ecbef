using System.Globalization;

namespace Lingnan.Kernel.Calendars;

/// <summary>
/// Reads the text form of the calendar. A line is a comment (<c>#</c>), <c>version | 2026</c>,
/// <c>name | 元旦 | New Year’s Day</c>, or a notice <c>year | source | 元旦 0101-0103 +0104; 春节 …</c>: days off as
/// MMdd of that year or yyyyMMdd, ranges inclusive, make-up workdays behind a plus.
/// </summary>
internal sealed class CalendarReader
{
    private readonly Dictionary<string, string> _englishNames = new(StringComparer.Ordinal);
    private readonly HashSet<DateOnly> _noticedDates = [];
    private readonly List<CalendarNotice> _notices = [];
    private string? _version;
    private int _line;

    /// <summary>The version and the notices, in the order of their years without a gap.</summary>
    public static Result<(string Version, IReadOnlyList<CalendarNotice> Notices)> Read(string text)
    {
        if (text.Length > CalendarLimits.TextLengthMax)
            return Error.Of("kernel.calendar.too-long", ("max", CalendarLimits.TextLengthMax));
        var reader = new CalendarReader();
        foreach (var line in text.Split('\n'))
        {
            reader._line++;
            if (reader.ReadLine(line.Trim().Trim('\uFEFF')) is { } error) return error;
        }
        if (reader._version is null || reader._notices.Count == 0) return new Error("kernel.calendar.empty");
        return (reader._version, (IReadOnlyList<CalendarNotice>)reader._notices);
    }

    private Error? ReadLine(string line)
    {
        if (line.Length == 0 || line[0] == '#') return null;
        var parts = line.Split('|', StringSplitOptions.TrimEntries);
        switch (parts)
        {
            case ["version", { Length: > 0 } version]:
                _version = version;
                return null;
            case ["name", { Length: > 0 } zh, { Length: > 0 } en]:
                _englishNames[zh] = en;
                return null;
            case [var year, { Length: > 0 } source, var days]
                when int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var number):
                return ReadNotice(number, source, days);
            default:
                return Error.Of("kernel.calendar.line", ("line", _line));
        }
    }

    private Error? ReadNotice(int year, string source, string text)
    {
        var expected = _notices.Count > 0 ? _notices[^1].Year + 1 : year;
        if (year != expected || year is < CalendarLimits.YearMin or > CalendarLimits.YearMax)
            return Error.Of("kernel.calendar.year", ("line", _line), ("found", year), ("expected", expected));
        var days = new List<NoticedDay>();
        foreach (var group in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            if (ReadHoliday(year, group, days) is { } error) return error;
        _notices.Add(new CalendarNotice(year, source, days));
        return null;
    }

    private Error? ReadHoliday(int year, string group, List<NoticedDay> days)
    {
        var words = group.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2 || Name(words[0]) is not { } name)
            return Error.Of("kernel.calendar.name", ("line", _line), ("found", words[0]));
        foreach (var word in words.AsSpan(1))
        {
            var isWorking = word[0] == '+';
            var ends = word[(isWorking ? 1 : 0)..].Split('-');
            if (ends.Length > 2 || Date(year, ends[0]) is not { } first || Date(year, ends[^1]) is not { } last
                || last < first || last.DayNumber - first.DayNumber > CalendarLimits.HolidayDaysMax)
                return Error.Of("kernel.calendar.date", ("line", _line), ("found", word));
            for (var date = first; date <= last; date = date.AddDays(1))
            {
                if (!_noticedDates.Add(date))
                    return Error.Of("kernel.calendar.duplicate", ("line", _line), ("date", date));
                days.Add(new NoticedDay(date, isWorking, name));
            }
        }
        return null;
    }

    /// <summary>Two feasts in one holiday are joined by 、 and each has its own English name.</summary>
    private LocalText? Name(string zh)
    {
        var english = zh.Split('、').Select(n => _englishNames.GetValueOrDefault(n)).ToList();
        return english.Contains(null) ? null : new LocalText(zh, string.Join(", ", english));
    }

    // A notice speaks of its own year and of the days around it only; anything else is a slip of the pen.
    private static DateOnly? Date(int year, string digits)
    {
        if (digits.Length == 4) digits = year.ToString("0000", CultureInfo.InvariantCulture) + digits;
        var isDate = DateOnly.TryParseExact(
            digits, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date);
        return isDate && Math.Abs(date.Year - year) <= 1 ? date : null;
    }
}

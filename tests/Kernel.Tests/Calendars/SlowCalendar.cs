using System.Globalization;

namespace Lingnan.Kernel.Tests.Calendars;

/// <summary>
/// The oracle: reads the embedded text with its own few lines and walks day by day, so that it shares neither parser
/// nor arithmetic with the calendar it judges.
/// </summary>
internal sealed class SlowCalendar
{
    public Dictionary<DateOnly, bool> Noticed { get; } = [];

    public bool IsWorking(DateOnly date) =>
        Noticed.TryGetValue(date, out var isWorking)
            ? isWorking
            : date.DayOfWeek != DayOfWeek.Saturday && date.DayOfWeek != DayOfWeek.Sunday;

    public DateOnly Add(DateOnly date, int days)
    {
        if (days == 0)
        {
            while (!IsWorking(date)) date = date.AddDays(1);
            return date;
        }
        for (var left = Math.Abs(days); left > 0;)
        {
            date = date.AddDays(Math.Sign(days));
            if (IsWorking(date)) left--;
        }
        return date;
    }

    public int Between(DateOnly from, DateOnly to)
    {
        var (count, step) = (0, Math.Sign(to.DayNumber - from.DayNumber));
        while (from != to)
        {
            from = from.AddDays(step);
            if (IsWorking(from)) count += step;
        }
        return count;
    }

    public static SlowCalendar Read(string file)
    {
        var calendar = new SlowCalendar();
        foreach (var line in File.ReadLines(file).Where(l => l.Length > 4 && char.IsDigit(l[0])))
        {
            var year = line[..4];
            foreach (var word in line[(line.LastIndexOf('|') + 1)..].Split(' ', ';'))
            {
                if (word.Length == 0 || (!char.IsDigit(word[0]) && word[0] != '+')) continue;
                var ends = word.TrimStart('+').Split('-').Select(d => Date(year, d)).ToList();
                for (var date = ends[0]; date <= ends[^1]; date = date.AddDays(1))
                    calendar.Noticed.Add(date, word[0] == '+');
            }
        }
        return calendar;
    }

    private static DateOnly Date(string year, string digits) =>
        DateOnly.ParseExact(digits.Length == 4 ? year + digits : digits, "yyyyMMdd", CultureInfo.InvariantCulture);
}

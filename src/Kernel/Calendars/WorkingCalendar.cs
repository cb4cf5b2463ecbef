using System.Reflection;

namespace Lingnan.Kernel.Calendars;

/// <summary>
/// Working days of the mainland by the yearly notices of the State Council, on Beijing's dates. Knows the whole
/// years that a notice covers and refuses every other day with <c>kernel.calendar.no-notice</c>: a deadline reckoned
/// on a guess would be wrong by days. Every question but <see cref="Explain"/> takes constant time. Immutable,
/// thread-safe.
/// </summary>
public sealed class WorkingCalendar
{
    private const string ChinaResource = "Lingnan.Kernel.Calendars.holidays-china.txt";
    private static readonly Lazy<WorkingCalendar> ChinaLazy = new(ReadChina);

    /// <summary>Working days on or before each covered day; one number more than days, the first is 0.</summary>
    private readonly int[] _workingUntil;

    /// <summary>Day numbers of the working days, in order.</summary>
    private readonly int[] _workingDays;
    private readonly Dictionary<int, (NoticedDay Day, string Source)> _noticed;

    private WorkingCalendar(string version, IReadOnlyList<CalendarNotice> notices)
    {
        Version = version;
        First = new DateOnly(notices[0].Year, 1, 1);
        Last = new DateOnly(notices[^1].Year, 12, 31);
        _noticed = notices
            .SelectMany(n => n.Days.Select(d => (Day: d, n.Source)))
            .ToDictionary(n => n.Day.Date.DayNumber);
        _workingUntil = new int[Last.DayNumber - First.DayNumber + 2];
        var workingDays = new List<int>();
        for (var date = First; date <= Last; date = date.AddDays(1))
        {
            if (Describe(date).IsWorking) workingDays.Add(date.DayNumber);
            _workingUntil[date.DayNumber - First.DayNumber + 1] = workingDays.Count;
        }
        _workingDays = [.. workingDays];
    }

    /// <summary>The calendar that came with this version of the product.</summary>
    public static WorkingCalendar China => ChinaLazy.Value;

    /// <summary>Version of the data, e.g. <c>2026</c>; reports of deadlines name it.</summary>
    public string Version { get; }

    /// <summary>First day covered.</summary>
    public DateOnly First { get; }

    /// <summary>Last day covered. The next year's notice may still move the last days of December.</summary>
    public DateOnly Last { get; }

    /// <summary>
    /// A calendar from newer data. Errors name the line: <c>kernel.calendar.line</c>, <c>year</c>, <c>name</c>,
    /// <c>date</c>, <c>duplicate</c>; or <c>empty</c>, <c>too-long</c>.
    /// </summary>
    public static Result<WorkingCalendar> Parse(string text) =>
        CalendarReader.Read(text).Map(read => new WorkingCalendar(read.Version, read.Notices));

    /// <summary>True when offices work that day.</summary>
    public Result<bool> IsWorkingDay(DateOnly date) =>
        OutsideNotices(date) is { } error ? error : WorkingUntil(date) > WorkingUntil(date, before: true);

    /// <summary>
    /// The working day that lies <paramref name="days"/> working days after <paramref name="from"/>, which itself is
    /// not counted, as the law reckons; negative goes back. 0 is the day itself or, when off, the next working day.
    /// </summary>
    public Result<DateOnly> AddWorkingDays(DateOnly from, int days)
    {
        if (OutsideNotices(from) is { } error) return error;
        long index = days switch
        {
            > 0 => (long)WorkingUntil(from) + days - 1,
            _ => (long)WorkingUntil(from, before: true) + days,
        };
        if (index < 0) return NoNotice(First.Year - 1);
        return index < _workingDays.Length ? DateOnly.FromDayNumber(_workingDays[index]) : NoNotice(Last.Year + 1);
    }

    /// <summary>
    /// Working days after <paramref name="from"/> up to and with <paramref name="to"/>; negative, counted the same
    /// way backwards, when <paramref name="to"/> is earlier. Adding it to <paramref name="from"/> gives
    /// <paramref name="to"/> when that is another day and a working day.
    /// </summary>
    public Result<int> WorkingDaysBetween(DateOnly from, DateOnly to)
    {
        if ((OutsideNotices(from) ?? OutsideNotices(to)) is { } error) return error;
        return from <= to
            ? WorkingUntil(to) - WorkingUntil(from)
            : WorkingUntil(to, before: true) - WorkingUntil(from, before: true);
    }

    /// <summary>Every day from <paramref name="from"/> to <paramref name="to"/>, both inclusive, with its reason;
    /// at most ten years at a time, else <c>kernel.calendar.span</c>.</summary>
    public Result<IReadOnlyList<CalendarDay>> Explain(DateOnly from, DateOnly to)
    {
        if ((OutsideNotices(from) ?? OutsideNotices(to)) is { } error) return error;
        var count = to.DayNumber - from.DayNumber + 1;
        if (count is < 1 or > CalendarLimits.ExplainDaysMax)
            return Error.Of("kernel.calendar.span", ("max", CalendarLimits.ExplainDaysMax));
        return Result<IReadOnlyList<CalendarDay>>.Ok(
            [.. Enumerable.Range(0, count).Select(i => Describe(from.AddDays(i)))]);
    }

    private CalendarDay Describe(DateOnly date)
    {
        if (_noticed.TryGetValue(date.DayNumber, out var noticed))
        {
            var reason = noticed.Day.IsWorking ? DayReason.MakeUpWorkday : DayReason.Holiday;
            return new CalendarDay(date, reason, noticed.Day.Holiday, noticed.Source);
        }
        var isWeekend = date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        return new CalendarDay(date, isWeekend ? DayReason.Weekend : DayReason.Weekday, null, null);
    }

    private int WorkingUntil(DateOnly date, bool before = false) =>
        _workingUntil[date.DayNumber - First.DayNumber + (before ? 0 : 1)];

    private Error? OutsideNotices(DateOnly date) => date < First || date > Last ? NoNotice(date.Year) : null;

    private Error NoNotice(int year) => Error.Of("kernel.calendar.no-notice",
        ("year", year), ("first", First.Year), ("last", Last.Year), ("version", Version));

    private static WorkingCalendar ReadChina()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(ChinaResource)!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd()).Value;
    }
}

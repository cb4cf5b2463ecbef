namespace Lingnan.Kernel.Calendars;

/// <summary>Bounds of what a supplied calendar may hold and what one question may ask.</summary>
internal static class CalendarLimits
{
    /// <summary>Characters of a supplied text; a century of notices takes a tenth of it.</summary>
    public const int TextLengthMax = 256 * 1024;

    /// <summary>First year a notice may be for.</summary>
    public const int YearMin = 1949;

    /// <summary>Last year a notice may be for.</summary>
    public const int YearMax = 2200;

    /// <summary>Longest run of days in one range, so that a slip in a year is not read as a long holiday.</summary>
    public const int HolidayDaysMax = 31;

    /// <summary>Days that one call explains.</summary>
    public const int ExplainDaysMax = 3660;
}

namespace Lingnan.Kernel.Calendars;

/// <summary>Why a day is a working day or is not.</summary>
public enum DayReason
{
    /// <summary>Monday to Friday without a notice: a working day.</summary>
    Weekday,

    /// <summary>Saturday or Sunday without a notice: off.</summary>
    Weekend,

    /// <summary>Off by the notice.</summary>
    Holiday,

    /// <summary>Worked by the notice, to make up for a holiday.</summary>
    MakeUpWorkday,
}

/// <summary>One day explained.</summary>
/// <param name="Date">The day.</param>
/// <param name="Reason">Why it is worked or not.</param>
/// <param name="Holiday">The holiday that a notice names for this day; null for plain weekdays and weekends.</param>
/// <param name="Source">The notice; null for plain weekdays and weekends.</param>
public sealed record CalendarDay(DateOnly Date, DayReason Reason, LocalText? Holiday, string? Source)
{
    /// <summary>True for a weekday and for a make-up workday.</summary>
    public bool IsWorking => Reason is DayReason.Weekday or DayReason.MakeUpWorkday;
}

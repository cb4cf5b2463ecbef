namespace Lingnan.Kernel.Calendars;

/// <summary>One year's notice as read from the data: who said it and the days that differ from plain weeks.</summary>
internal sealed record CalendarNotice(int Year, string Source, IReadOnlyList<NoticedDay> Days);

/// <summary>A day that a notice names.</summary>
internal readonly record struct NoticedDay(DateOnly Date, bool IsWorking, LocalText Holiday);

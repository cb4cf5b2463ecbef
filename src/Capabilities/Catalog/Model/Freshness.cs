using Lingnan.Catalog.Contracts;

namespace Lingnan.Catalog.Model;

/// <summary>The declared cycle held against the last real write.</summary>
internal static class Freshness
{
    public static Timeliness Of(UpdateCycle cycle, bool hasSource, DateTimeOffset? lastWrite, DateTimeOffset now)
    {
        if (!hasSource) return Timeliness.Unknown;
        if (lastWrite is not { } written) return Timeliness.Never;
        return Longest(cycle) is { } longest && now - written > longest ? Timeliness.Late : Timeliness.OnTime;
    }

    /// <summary>How long a cycle lets pass between two writes, or null where it promises nothing. A day more than the
    /// longest such span of the calendar: a monthly update may fall on the 31st of January and the 1st of March. Real
    /// time is promised within the hour, since a quiet register writes nothing.</summary>
    public static TimeSpan? Longest(UpdateCycle cycle) => cycle switch
    {
        UpdateCycle.RealTime => TimeSpan.FromHours(1),
        UpdateCycle.Daily => TimeSpan.FromDays(2),
        UpdateCycle.Weekly => TimeSpan.FromDays(8),
        UpdateCycle.Monthly => TimeSpan.FromDays(32),
        UpdateCycle.Quarterly => TimeSpan.FromDays(93),
        UpdateCycle.HalfYearly => TimeSpan.FromDays(185),
        UpdateCycle.Yearly => TimeSpan.FromDays(367),
        _ => null,
    };
}

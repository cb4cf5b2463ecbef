using System.Globalization;

namespace Lingnan.Registries.Features;

/// <summary>The day in the city: dates of records are days of China Standard Time,
/// whatever the server's zone.</summary>
internal static class CityTime
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    public static DateOnly Today(TimeProvider time) => DayOf(time.GetUtcNow());

    /// <summary>When the day begins in the city.</summary>
    public static DateTimeOffset BeginningOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), Offset);

    public static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(Offset).DateTime);

    /// <summary>Day and minute in the city, for tables that people read.</summary>
    public static string Minutes(DateTimeOffset at) =>
        at.ToOffset(Offset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public static int HourOf(DateTimeOffset at) => at.ToOffset(Offset).Hour;
}

using System.Globalization;

namespace Lingnan.Web.Kit;

/// <summary>Times as people in the city read them: 北京时间, <c>yyyy-MM-dd HH:mm</c>,
/// whatever the interface language.</summary>
public static class BeijingTime
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    /// <summary>To the minute.</summary>
    public static string Minutes(DateTimeOffset time) => Format(time, "yyyy-MM-dd HH:mm");

    /// <summary>To the second, for logs.</summary>
    public static string Seconds(DateTimeOffset time) => Format(time, "yyyy-MM-dd HH:mm:ss");

    private static string Format(DateTimeOffset time, string pattern) =>
        TimeZoneInfo.ConvertTime(time, Zone).ToString(pattern, CultureInfo.InvariantCulture);
}

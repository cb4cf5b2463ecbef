using System.Globalization;
using System.Text.RegularExpressions;
using Lingnan.Kernel;

namespace Lingnan.Registries.Model;

/// <summary>Dates as files write them; an impossible one is told which part is wrong.</summary>
internal static partial class DateParser
{
    public static Result<DateOnly> Parse(string text)
    {
        var match = Shape().Match(TextRules.Fold(text));
        if (!match.Success) return RegistriesErrors.NotDate();
        var year = Part(match, "y");
        var month = Part(match, "m");
        var day = Part(match, "d");
        if (year == 0) return RegistriesErrors.NotDate();
        if (month is < 1 or > 12) return RegistriesErrors.ImpossibleMonth(month);
        var last = DateTime.DaysInMonth(year, month);
        return day < 1 || day > last
            ? RegistriesErrors.ImpossibleDay(year, month, day, last)
            : new DateOnly(year, month, day);
    }

    private static int Part(Match match, string name) =>
        int.Parse(match.Groups[name].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    // 2024-02-29, 2024/2/29, 2024.2.29, 20240229, 2024年2月29日, each with an optional midnight as spreadsheets add it.
    [GeneratedRegex(
        @"^(?:(?<y>[0-9]{4})(?<s>[-/.])(?<m>[0-9]{1,2})\k<s>(?<d>[0-9]{1,2})|(?<y>[0-9]{4})(?<m>[0-9]{2})(?<d>[0-9]{2})|(?<y>[0-9]{4})年(?<m>[0-9]{1,2})月(?<d>[0-9]{1,2})日)(?:[ T]0{1,2}:00(?::00(?:\.0+)?)?)?$")]
    private static partial Regex Shape();
}

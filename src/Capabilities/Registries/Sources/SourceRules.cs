using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Import;
using Lingnan.Registries.Model;

namespace Lingnan.Registries.Sources;

/// <summary>What is asked of rows that name a source.</summary>
internal static class SourceRules
{
    /// <summary>Name of the source's own key in lines.</summary>
    public const string KeyName = "sourceKey";

    private static readonly string[] KeyHeaders = ["sourcekey", "来源主键"];

    /// <summary>Why the register takes no rows of this source, or null. No source is always taken.</summary>
    public static Error? Check(RegistryDeclaration register, string? source) =>
        source is null ? null
        : register.Sources is not { } declared ? SourceErrors.NotDeclared()
        : declared.Find(source) is null ? SourceErrors.Unknown(source)
        : null;

    public static Error? CheckKey(string? key) =>
        key is not null && (TextRules.Length(key) > SourceLimits.KeyMax || TextRules.Forbidden(key) is not null)
            ? SourceErrors.KeyTooLong()
            : null;

    /// <summary>What a source says holds from a day that has come, until it says otherwise.</summary>
    public static Error? CheckDays(ValidPeriod? period, DateOnly today) =>
        period is { To: not null } || period?.From > today ? SourceErrors.Dated() : null;

    /// <summary>The source's own key in a row of a file, or null.</summary>
    public static string? Key(ColumnMap map, TableRow row)
    {
        for (var i = 0; i < map.Headers.Count && i < row.Cells.Count; i++)
            if (map.Field(i) is null && KeyHeaders.Contains(map.Headers[i].Trim().ToLowerInvariant()))
                return TextRules.Trim(row.Cells[i].Text);
        return null;
    }
}

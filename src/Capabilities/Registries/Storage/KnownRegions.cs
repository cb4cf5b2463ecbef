using Lingnan.PackKit.Registries;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Model;

namespace Lingnan.Registries.Storage;

/// <summary>
/// Which regions a city has: those of any register whose own single key is a region code. A region above a known one
/// (the county of a known town) is known too, and so is a village of a known town of which no village is listed. While
/// there is no such register, or it is empty, every well-formed code is taken.
/// </summary>
internal sealed class KnownRegions(RegisterTables tables)
{
    /// <summary>True when rows of this register are themselves the regions.</summary>
    public static bool IsSource(RegistryDeclaration register) =>
        register.Key.Count == 1 && register.Field(register.Key[0]).Type == FieldType.Region;

    /// <summary>The unknown ones among the codes; empty when regions are not checked.</summary>
    public async Task<IReadOnlySet<string>> UnknownAsync(
        DbSession session, IReadOnlyCollection<string> codes, CancellationToken cancellationToken)
    {
        var unknown = new HashSet<string>(codes, StringComparer.Ordinal);
        var sources = 0;
        foreach (var source in tables.All.Where(t => IsSource(t.Register)))
        {
            if (unknown.Count == 0) return unknown;
            var any = await RowCommands.ScalarAsync(
                session, new SqlText().Append($"SELECT 1 FROM {source.Name} WHERE closed_at IS NULL LIMIT 1"),
                cancellationToken);
            if (any is null) continue;
            sources++;
            foreach (var (code, _) in await RowCommands.FindPairsAsync(
                session, source.Name, "row_key", unknown, cancellationToken))
                unknown.Remove(code);
            foreach (var code in unknown.Where(c => c.Length < 12).ToList())
                if (await HasBelowAsync(session, source, code, cancellationToken)) unknown.Remove(code);
            foreach (var town in unknown.Where(c => c.Length == 12).GroupBy(c => c[..9]).ToList())
                if (await EndsAtAsync(session, source, town.Key, cancellationToken)) unknown.ExceptWith(town);
        }
        return sources == 0 ? new HashSet<string>() : unknown;
    }

    private static async Task<bool> HasBelowAsync(
        DbSession session, PhysicalTable source, string code, CancellationToken cancellationToken)
    {
        var sql = new SqlText().Append($"SELECT 1 FROM {source.Name} WHERE closed_at IS NULL AND ");
        sql.AppendPrefix("row_key", CodeRules.Stem(code) ?? code);
        return await RowCommands.ScalarAsync(session, sql.Append(" LIMIT 1"), cancellationToken) is not null;
    }

    // Many cities list their towns only, and Dongguan and Zhongshan have nothing between city and town to list.
    private static async Task<bool> EndsAtAsync(
        DbSession session, PhysicalTable source, string town, CancellationToken cancellationToken)
    {
        var sql = new SqlText().Append($"SELECT MAX(LENGTH(row_key)) FROM {source.Name} WHERE closed_at IS NULL AND ");
        sql.AppendPrefix("row_key", town);
        return await RowCommands.ScalarAsync(session, sql, cancellationToken) is { } longest
            && Convert.ToInt64(longest, System.Globalization.CultureInfo.InvariantCulture) == town.Length;
    }
}

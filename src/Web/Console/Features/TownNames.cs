using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Registries.Contracts;

namespace Lingnan.Web.Console.Features;

/// <summary>Names of towns, from whichever open register is keyed by the region code alone.</summary>
internal static class TownNames
{
    /// <summary>The names of the codes that the register knows.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> FindAsync(
        IRegisters registers, IEnumerable<string> codes)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var divisions = registers.All.FirstOrDefault(r =>
            r is { Open: true, Key: [var key] } && r.Field(key).Type == FieldType.Region);
        if (divisions is null) return names;
        foreach (var code in codes)
        {
            var query = new RecordQuery { Filters = [new RecordFilter(divisions.Key[0], "eq", code)], Limit = 1 };
            var page = await registers.ListAsync(divisions, query, Caller.Nobody, null);
            if (page.IsOk && page.Value.Items is [var row]
                && row.Values.GetValueOrDefault(divisions.TitleField) is string name) names[code] = name;
        }
        return names;
    }
}

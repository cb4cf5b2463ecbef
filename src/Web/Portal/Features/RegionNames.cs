using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Registries.Contracts;

namespace Lingnan.Web.Portal.Features;

/// <summary>Names of regions, from whichever open register is keyed by the region code alone.</summary>
internal sealed class RegionNames(IRegisters registers)
{
    private readonly RegistryDeclaration? _divisions = registers.All.FirstOrDefault(r =>
        r is { Open: true, Key: [var key] } && r.Field(key).Type == FieldType.Region);

    /// <summary>The region codes in a row.</summary>
    public static IEnumerable<string> CodesIn(RegistryDeclaration register, Record record) =>
        register.Fields.Where(f => f.Type == FieldType.Region).Select(f => record.Values.GetValueOrDefault(f.Name))
        .OfType<string>();

    /// <summary>The name, or null when no register tells it.</summary>
    public async Task<string?> FindAsync(string code, CancellationToken cancellationToken)
    {
        if (_divisions is null) return null;
        var query = new RecordQuery { Filters = [new RecordFilter(_divisions.Key[0], "eq", code)], Limit = 1 };
        var page = await registers.ListAsync(_divisions, query, Caller.Nobody, null, cancellationToken);
        return page.IsOk && page.Value.Items is [var row]
            ? row.Values.GetValueOrDefault(_divisions.TitleField) as string
            : null;
    }
}

using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Registries.Contracts;

namespace Lingnan.Web.Console.Pages.Registers;

/// <summary>What the rows that a row points to are called, as far as the reader may see it: ids mean nothing to
/// people.</summary>
internal static class ReferenceTitles
{
    /// <summary>Titles by id; a row that the reader may not see has none.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> OfAsync(
        IRegisters registers, RegistryDeclaration register, Record record, Caller caller)
    {
        var titles = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in register.Fields.Where(f => f.Type == FieldType.Reference))
        {
            if (record.Masked.Contains(field.Name) || record.Values.GetValueOrDefault(field.Name) is not string id
                || field.Target?.Split(':') is not [var pack, var table]
                || registers.Find(pack, table) is not { } target) continue;
            var found = await registers.GetAsync(target, id, false, caller, null);
            if (found.IsOk && found.Value.Values.GetValueOrDefault(target.TitleField)?.ToString() is { } title)
                titles[id] = title;
        }
        return titles;
    }
}

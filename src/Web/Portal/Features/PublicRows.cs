using Lingnan.PackKit.Registries;

namespace Lingnan.Web.Portal.Features;

/// <summary>What everyone may see of an open register.</summary>
internal static class PublicRows
{
    private const int ColumnsMax = 8;

    /// <summary>All public fields, in order.</summary>
    public static IReadOnlyList<FieldDeclaration> Fields(RegistryDeclaration register) =>
        [.. register.Fields.Where(f => f.Privacy == Privacy.Public)];

    /// <summary>The public fields shown as columns of a page: those of the register's list, else the first.</summary>
    public static IReadOnlyList<FieldDeclaration> Columns(RegistryDeclaration register)
    {
        var listed = register.ListFields.Select(register.Field).Where(f => f.Privacy == Privacy.Public).ToList();
        return [.. (listed.Count > 0 ? listed : Fields(register)).Take(ColumnsMax)];
    }
}

using System.Collections.Frozen;

namespace Lingnan.Platform.Permissions;

/// <summary>Every permission that some capability declared; what is not here can be neither asked for nor
/// granted.</summary>
public sealed class PermissionSet
{
    private readonly FrozenDictionary<string, Permission> _byCode;

    /// <summary>Joins the declarations; a code declared twice is a bug and throws.</summary>
    public PermissionSet(IEnumerable<ICapability> capabilities)
    {
        var all = new Dictionary<string, Permission>(StringComparer.Ordinal);
        foreach (var capability in capabilities)
            foreach (var permission in capability.Permissions)
            {
                if (!permission.Code.StartsWith(capability.Name + ".", StringComparison.Ordinal))
                    throw new InvalidOperationException(
                        $"Permission {permission.Code} must begin with {capability.Name}.");
                if (!all.TryAdd(permission.Code, permission))
                    throw new InvalidOperationException($"Permission {permission.Code} is declared twice.");
            }

        _byCode = all.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>All, by code.</summary>
    public IReadOnlyList<Permission> All => [.. _byCode.Values.OrderBy(p => p.Code, StringComparer.Ordinal)];

    /// <summary>The permission of a code, or null.</summary>
    public Permission? Find(string code) => _byCode.GetValueOrDefault(code);
}

using Lingnan.Platform.Permissions;
using Lingnan.Registries.Contracts;

namespace Lingnan.Registries.Sources;

/// <summary>What who decides about sources may do besides.</summary>
internal static class SourceReach
{
    /// <summary>The right to decide is the right to write what is decided.</summary>
    public static Caller Writer(Caller caller) => caller with
    {
        Grants =
        [
            .. caller.Grants,
            .. caller.Reach(RegistriesPermissions.Sources).Select(
                r => new Grant(RegistriesPermissions.Write.Code, r)),
        ],
    };
}

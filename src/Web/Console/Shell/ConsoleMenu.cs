using Lingnan.Platform.Permissions;
using MudBlazor;

namespace Lingnan.Web.Console.Shell;

/// <summary>An entry of the console's menu.</summary>
/// <param name="Path">Page.</param>
/// <param name="Key">Key of its words.</param>
/// <param name="Icon">Icon.</param>
/// <param name="Permission">Permission that shows it, or null for every officer.</param>
internal sealed record ConsoleMenu(string Path, string Key, string Icon, string? Permission)
{
    private static readonly ConsoleMenu[] All =
    [
        new("/console", "console.nav.home", Icons.Material.Filled.Home, null),
        new("/console/registers", "console.nav.registers", Icons.Material.Filled.TableChart, "registries.read"),
        new("/console/catalog", "console.nav.catalog", Icons.Material.Filled.MenuBook, "catalog.read"),
        new("/console/imports", "console.nav.imports", Icons.Material.Filled.UploadFile, "registries.import"),
        new("/console/matching", "console.nav.matching", Icons.Material.Filled.CompareArrows, "registries.merge"),
        new("/console/sources", "console.nav.sources", Icons.Material.Filled.CallMerge, "registries.sources"),
        new(
            "/console/organization", "console.nav.organization", Icons.Material.Filled.AccountTree,
            "identity.organization"),
        new("/console/accounts", "console.nav.accounts", Icons.Material.Filled.People, "identity.accounts"),
        new("/console/consents", "console.nav.consents", Icons.Material.Filled.HowToReg, "registries.consents"),
        new("/console/erasures", "console.nav.erasures", Icons.Material.Filled.PersonRemove, "registries.erase"),
        new(
            "/console/read-findings", "console.nav.read-findings", Icons.Material.Filled.Policy,
            "registries.review-reads"),
        new("/console/keys", "console.nav.keys", Icons.Material.Filled.Key, "registries.check-keys"),
        new("/console/audit", "console.nav.audit", Icons.Material.Filled.FactCheck, "platform.audit"),
        new("/console/jobs", "console.nav.jobs", Icons.Material.Filled.WorkHistory, "platform.jobs"),
        new("/console/evolution", "console.nav.evolution", Icons.Material.Filled.Transform, "platform.jobs"),
        new("/console/packs", "console.nav.packs", Icons.Material.Filled.Extension, "packs.read"),
    ];

    /// <summary>What this caller may open.</summary>
    public static IEnumerable<ConsoleMenu> For(Caller caller) =>
        caller.Kind != CallerKind.Officer
        ? []
        : All.Where(e => e.Permission is null || caller.Grants.Any(g => g.Permission == e.Permission));
}

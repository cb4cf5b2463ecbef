using Lingnan.Identity.Contracts;
using Lingnan.Kernel;

namespace Lingnan.Identity.Model;

/// <summary>
/// The roles of a city. Permissions of other capabilities are named by their codes, since Identity knows none of them.
/// The duties of the three administrators (系统、安全、审计) stay apart: who gives posts sees no personal data whole,
/// who works with data gives no posts, and who reviews the log changes nothing.
/// </summary>
internal static class Roles
{
    public const string Administrator = "administrator";
    public const string Auditor = "auditor";
    public const string DataManager = "data-manager";
    public const string TownOfficer = "town-officer";
    public const string WindowOfficer = "window-officer";
    public const string Reader = "reader";

    public static readonly IReadOnlyList<Role> All =
    [
        new(Administrator, new LocalText("系统管理员", "Administrator"),
        [
            "identity.read", "identity.accounts", "identity.organization",
            "platform.operate", "platform.jobs", "platform.audit", "packs.read", "registries.check-keys",
        ]),
        new(
            Auditor, new LocalText("审计员", "Auditor"),
            ["identity.read", "platform.audit", "registries.review-reads", "registries.check-keys", "packs.read"]),
        new(DataManager, new LocalText("数据管理员", "Data steward"),
        [
            "registries.read", "registries.unmask", "registries.write", "registries.import", "registries.export",
            "registries.merge", "registries.sources", "registries.erase", "registries.consents",
            "platform.jobs", "packs.read",
            "catalog.read", "catalog.edit", "catalog.review", "catalog.publish",
        ]),
        new(TownOfficer, new LocalText("镇街经办人", "Town officer"),
            ["registries.read", "registries.unmask", "registries.write", "catalog.read", "catalog.edit", "packs.read"]),
        new(WindowOfficer, new LocalText("窗口人员", "Counter officer"),
            ["registries.read", "registries.consents", "identity.confirm"]),
        new(Reader, new LocalText("查询人员", "Reader"), ["registries.read"]),
    ];

    public static Role? Find(string id) => All.FirstOrDefault(r => r.Id == id);
}

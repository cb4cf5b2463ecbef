using Lingnan.Identity.Contracts;
using Lingnan.Identity.Model;
using Lingnan.Identity.Storage;
using Lingnan.Kernel;
using Lingnan.Platform;
using Lingnan.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Lingnan.Identity.Features;

/// <summary>The accounts of a demonstration. Their passwords are published on its front page; they work nowhere
/// else.</summary>
internal sealed class DemoAccounts(IDatabase database, CityOptions city)
{
    public const string Citizen = "citizen";

    private static readonly (DemoAccount Account, string? Role)[] Everyone =
    [
        (new DemoAccount(Citizen, "citizen", "kapok-by-the-river",
            new LocalText("市民", "Citizen"),
            new LocalText("查看自己的登记信息，以及谁在什么时候、为什么查看过。", "See your own record, and who read it, when and why."),
            "/me"), null),
        (new DemoAccount("town-officer", "town-officer", "lychee-grove-office",
            new LocalText("镇街经办人", "Town officer"),
            new LocalText("查询并更正本镇街居民的登记信息。", "Look up and correct records of your own town."),
            "/console"), Roles.TownOfficer),
        (new DemoAccount("window-officer", "window-officer", "banyan-hall-counter",
            new LocalText("窗口人员", "Counter officer"),
            new LocalText("核对身份证件，把市民账号提升为柜台核验等级。", "Check identity cards and raise citizens to the confirmed level."),
            "/console"), Roles.WindowOfficer),
        (new DemoAccount("data-manager", "data-manager", "teahouse-ledger-desk",
            new LocalText("数据管理员", "Data steward"),
            new LocalText("导入一份真实的表格，修正被退回的行。", "Import a real file and mend the rows that were refused."),
            "/console"), Roles.DataManager),
        (new DemoAccount("auditor", "auditor", "lantern-watch-house",
            new LocalText("审计员", "Auditor"),
            new LocalText("查看操作日志并校验其完整性。", "Read the audit log and verify that it is whole."),
            "/console"), Roles.Auditor),
        (new DemoAccount("administrator", "administrator", "arcade-key-cabinet",
            new LocalText("系统管理员", "Administrator"),
            new LocalText("管理组织机构、账号与岗位，查看系统是否正常。",
                "Administer the organisation and accounts; see whether anything is wrong."),
            "/console"), Roles.Administrator),
    ];

    public IReadOnlyList<DemoAccount> Offered { get; } = city.IsDemo ? [.. Everyone.Select(e => e.Account)] : [];

    public static IEnumerable<(DemoAccount Account, string? Role)> All => Everyone;

    public DemoAccount? Find(string demoId) => Offered.FirstOrDefault(a => a.Id == demoId);

    public async Task<string?> AccountIdAsync(string demoId, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        return await session.Map<IdentityContext>().Accounts
            .Where(a => a.DemoId == demoId && a.RemovedAt == null && a.SuspendedAt == null)
            .Select(a => a.Id).SingleOrDefaultAsync(cancellationToken);
    }
}

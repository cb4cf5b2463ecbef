using Lingnan.Kernel;
using Lingnan.Platform.Permissions;

namespace Lingnan.Registries.Contracts;

/// <summary>Permissions of the registers.</summary>
public static class RegistriesPermissions
{
    /// <summary>Read rows, personal fields masked.</summary>
    public static readonly Permission Read = new(
        "registries.read", new LocalText("查询登记库（个人信息脱敏）", "Read registers (personal data masked)"));
    /// <summary>Read whole personal values, for a declared purpose, logged.</summary>
    public static readonly Permission Unmask = new(
        "registries.unmask", new LocalText("查看完整个人信息（须写明用途）", "See whole personal data (with purpose)"));
    /// <summary>Make, change and close rows.</summary>
    public static readonly Permission Write = new("registries.write", new LocalText("维护登记库记录", "Write register rows"));
    /// <summary>Import files.</summary>
    public static readonly Permission Import = new("registries.import", new LocalText("批量导入", "Import files"));
    /// <summary>Export rows.</summary>
    public static readonly Permission Export = new("registries.export", new LocalText("导出数据", "Export rows"));
    /// <summary>Decide which rows are one thing, merge them and undo it.</summary>
    public static readonly Permission Merge = new(
        "registries.merge", new LocalText("比对复核与合并记录", "Review and merge register rows"));
    /// <summary>Decide where sources differ, and answer doubts.</summary>
    public static readonly Permission Sources = new(
        "registries.sources", new LocalText("裁决来源差异与核实疑义", "Decide differences of sources and answer doubts"));

    /// <summary>Review unusual reads of personal data.</summary>
    public static readonly Permission ReviewReads = new(
        "registries.review-reads", new LocalText("审查异常查阅", "Review unusual reads"));

    /// <summary>Ask for the erasure of persons and decide on what others asked.</summary>
    public static readonly Permission Erase = new(
        "registries.erase", new LocalText("申请和审批个人信息删除", "Ask for and decide on erasure"));

    /// <summary>Look for persons whose key is lost.</summary>
    public static readonly Permission CheckKeys = new(
        "registries.check-keys", new LocalText("检查个人信息密钥", "Check the keys of personal data"));

    /// <summary>Record consents of persons, given or withdrawn at the counter.</summary>
    public static readonly Permission Consents = new(
        "registries.consents", new LocalText("登记个人同意", "Record consents"));

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Permission> All { get; } =
    [
        Read, Unmask, Write, Import, Export, Merge, ReviewReads, Sources, Erase, CheckKeys, Consents,
    ];
}

using Lingnan.Kernel;
using Lingnan.Platform.Permissions;

namespace Lingnan.Platform;

/// <summary>Permissions of those who run and watch the city.</summary>
public static class PlatformPermissions
{
    /// <summary>Read and verify the audit log.</summary>
    public static readonly Permission Audit = new(
        "platform.audit", new LocalText("查看和校验审计日志", "Read and verify the audit log"));
    /// <summary>See and stop jobs, deliver parked events again.</summary>
    public static readonly Permission Jobs = new(
        "platform.jobs", new LocalText("管理后台任务", "Manage jobs and parked events"));
    /// <summary>Health, backup, reset of a demonstration.</summary>
    public static readonly Permission Operate = new("platform.operate", new LocalText("平台运维", "Operate the platform"));

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Permission> All { get; } = [Audit, Jobs, Operate];
}

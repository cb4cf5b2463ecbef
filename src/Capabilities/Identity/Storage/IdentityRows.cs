using Lingnan.Platform.Permissions;

namespace Lingnan.Identity.Storage;

internal sealed class SettingRow
{
    public required string Name { get; init; }
    public required string Value { get; set; }
}

internal sealed class UnitRow
{
    public required string Id { get; init; }
    public string? ParentId { get; init; }
    public required string NameZh { get; set; }
    public required string NameEn { get; set; }
    public required int Level { get; init; }
    public required string RegionCode { get; set; }
    public string? CreditCode { get; set; }
    public required long CreatedAt { get; init; }
}

internal sealed class AccountRow
{
    public required string Id { get; init; }
    public required CallerKind Kind { get; init; }
    public string? UserName { get; set; }
    public required string DisplayName { get; set; }
    public string? ResidentIndex { get; set; }
    public string? ResidentMasked { get; set; }
    public string? MobileIndex { get; set; }
    public string? MobileMasked { get; set; }
    public string? PersonId { get; set; }
    public int Level { get; set; }
    public string? PasswordHash { get; set; }
    public int Failures { get; set; }
    public long? LockedUntilAt { get; set; }
    public long? SuspendedAt { get; set; }
    public long? RemovedAt { get; set; }
    public long? LastSignInAt { get; set; }
    public required long CreatedAt { get; init; }
    public string? DemoId { get; set; }

    public bool IsActive => SuspendedAt is null && RemovedAt is null;
    public string Reference => $"identity:account/{Id}";
}

internal sealed class PostRow
{
    public required string AccountId { get; init; }
    public required string UnitId { get; init; }
    public required string RoleId { get; init; }
}

internal sealed class SessionRow
{
    public required string Id { get; init; }
    public required string TokenHash { get; init; }
    public required string AccountId { get; init; }
    public required string Client { get; init; }
    public required long StartedAt { get; init; }
    public required long LastUsedAt { get; set; }
    public required long ExpiresAt { get; init; }
}

internal sealed class OneTimeLinkRow
{
    public required string TokenHash { get; init; }
    public required string AccountId { get; init; }
    public required long CreatedAt { get; init; }
    public required long ExpiresAt { get; init; }
    public long? UsedAt { get; set; }
}

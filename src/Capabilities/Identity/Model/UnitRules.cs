using Lingnan.Identity.Contracts;
using Lingnan.Kernel;

namespace Lingnan.Identity.Model;

/// <summary>What an organisation unit must be to stand where it is put.</summary>
internal static class UnitRules
{
    public static Error? Check(Unit unit, Unit? parent)
    {
        if (CheckName(unit.Name) is { } badName) return badName;
        if (unit.RegionCode.Length is not (6 or 9 or 12) || !unit.RegionCode.All(char.IsAsciiDigit))
            return Error.Of(IdentityErrors.UnitRegion, ("value", unit.RegionCode));
        if (unit.CreditCode is not null && !CreditCode.Parse(unit.CreditCode).IsOk)
            return new Error(IdentityErrors.UnitCreditCode);
        if (parent is null) return unit.Level == UnitLevel.City ? null : new Error(IdentityErrors.UnitLevelWrong);
        if (unit.Level < parent.Level) return new Error(IdentityErrors.UnitLevelWrong);

        var reach = RegionReach.Significant(unit.RegionCode);
        var above = RegionReach.Significant(parent.RegionCode);
        // A department stands beside its parent: same level, same region. A level further down is a smaller region.
        var fits = unit.Level == parent.Level
            ? reach == above || parent.Level != UnitLevel.City && RegionReach.Covers(above, reach)
            : reach.Length > above.Length && RegionReach.Covers(above, reach);
        return fits ? null : Error.Of(IdentityErrors.UnitRegion, ("value", unit.RegionCode));
    }

    public static Error? CheckName(LocalText name) =>
        IsName(name.Zh) && IsName(name.En) ? null : new Error(IdentityErrors.UnitName);

    private static bool IsName(string? text) =>
        text is not null && text.Trim().Length is > 0 and <= IdentityLimits.NameLength && !text.Any(char.IsControl);
}

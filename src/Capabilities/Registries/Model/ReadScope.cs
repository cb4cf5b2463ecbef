using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Registries.Contracts;

namespace Lingnan.Registries.Model;

/// <summary>How much of a row a reader sees.</summary>
internal enum RowAccess
{
    /// <summary>Nothing.</summary>
    None,
    /// <summary>Public fields of an open register.</summary>
    Open,
    /// <summary>All fields, personal ones masked.</summary>
    Masked,
    /// <summary>All fields whole: permitted for a declared purpose, or the person's own.</summary>
    Whole,
}

/// <summary>What a caller may see of a register in one request. Pure.</summary>
internal sealed class ReadScope
{
    private ReadScope(RegistryDeclaration register, Caller caller, bool unmask)
    {
        Register = register;
        Caller = caller;
        Unmask = unmask;
        ReadReach = Within(register, caller.Reach(RegistriesPermissions.Read));
        OwnId = register.IsPersons || register.SubjectField is not null ? caller.PersonId : null;
    }

    public RegistryDeclaration Register { get; }
    public Caller Caller { get; }
    public bool Unmask { get; }

    /// <summary>Region prefixes of the rows that are seen with their internal fields; <c>""</c> is all,
    /// none is none.</summary>
    public IReadOnlyList<string> ReadReach { get; }

    /// <summary>The caller's own person id, where the register is about persons.</summary>
    public string? OwnId { get; }

    /// <summary>True when every row is seen at least in its public fields.</summary>
    public bool IsOpen => Register.Open;

    /// <summary>The scope, or why the request is refused as a whole.</summary>
    public static Result<ReadScope> Of(RegistryDeclaration register, Caller caller, bool unmask, AccessPurpose? purpose)
    {
        var scope = new ReadScope(register, caller, unmask);
        if (scope.ReadReach.Count == 0 && scope.OwnId is null && !register.Open)
            return caller.IsKnown ? RegistriesErrors.ReadForbidden() : RegistriesErrors.SignedOut();
        if (!unmask) return scope;
        if (!caller.Has(RegistriesPermissions.Unmask)) return RegistriesErrors.UnmaskForbidden();
        return CheckPurpose(caller, purpose) is { } error ? error : scope;
    }

    /// <summary>A read of whole values names what it is for and the case or task it belongs to, so that the person
    /// and a reviewer can hold the one against the other. The platform itself has no cases.</summary>
    public static Error? CheckPurpose(Caller caller, AccessPurpose? purpose)
    {
        if (purpose is null || TextRules.Length(purpose.Purpose.Trim())
            is < RegistriesLimits.PurposeMin or > RegistriesLimits.ReasonMax
            || TextRules.Forbidden(purpose.Purpose) is not null)
            return RegistriesErrors.PurposeMissing();
        if (caller.Kind == CallerKind.System && purpose.CaseNumber is null) return null;
        return purpose.CaseNumber is { } number && TextRules.Length(number.Trim())
            is >= RegistriesLimits.CaseNumberMin and <= RegistriesLimits.CaseNumberMax
            && TextRules.Forbidden(number) is null
            ? null
            : RegistriesErrors.CaseMissing();
    }

    /// <summary>What is seen of a row in this region about this person.</summary>
    public RowAccess Decide(string? region, string? subject)
    {
        if (OwnId is not null && subject == OwnId) return RowAccess.Whole;
        if (!Caller.Has(RegistriesPermissions.Read, region)) return IsOpen ? RowAccess.Open : RowAccess.None;
        return Unmask && Caller.Has(RegistriesPermissions.Unmask, region) ? RowAccess.Whole : RowAccess.Masked;
    }

    // Without a region field only a city-wide grant reaches rows.
    private static IReadOnlyList<string> Within(RegistryDeclaration register, IReadOnlyList<string> reach) =>
        register.RegionField is not null || reach.Contains("") ? reach : [];
}

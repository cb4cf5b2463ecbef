namespace Lingnan.Platform.Permissions;

/// <summary>Kind of the one who acts.</summary>
public enum CallerKind
{
    /// <summary>Not signed in.</summary>
    Nobody,
    /// <summary>A citizen's account, linked to a person record.</summary>
    Citizen,
    /// <summary>An officer's account with posts and roles.</summary>
    Officer,
    /// <summary>The platform itself (seeding, jobs, the local command line).</summary>
    System,
}

/// <summary>A permission as held: where it reaches.</summary>
/// <param name="Permission">Code of the permission.</param>
/// <param name="RegionPrefix">Significant leading digits of the region it reaches (<c>""</c> = the whole city;
/// <c>441900003</c> = one town and its villages).</param>
public sealed record Grant(string Permission, string RegionPrefix);

/// <summary>Who acts. Immutable; resolved once per request from the session,
/// so a removed account is nobody at once.</summary>
public sealed record Caller
{
    /// <summary>Nobody: no account, no grant.</summary>
    public static readonly Caller Nobody = new() { Kind = CallerKind.Nobody, AccountId = "", Name = "" };

    /// <summary>The platform itself, with every permission. Never made from a request.</summary>
    public static Caller System(string name) => new() { Kind = CallerKind.System, AccountId = "system", Name = name };

    /// <summary>Kind of account.</summary>
    public required CallerKind Kind { get; init; }

    /// <summary>Internal account id (<c>a_…</c>), <c>system</c>, or empty for nobody.</summary>
    public required string AccountId { get; init; }

    /// <summary>Name shown in audit and to the persons whose record was read.</summary>
    public required string Name { get; init; }

    /// <summary>Organisation unit id and title the caller acts for, or null.</summary>
    public string? UnitId { get; init; }

    /// <summary>Title of that unit as shown to people, or null.</summary>
    public string? UnitName { get; init; }

    /// <summary>Internal id of the caller's own person record (<c>p_…</c>), or null.</summary>
    public string? PersonId { get; init; }

    /// <summary>Session id, or null.</summary>
    public string? SessionId { get; init; }

    /// <summary>What the caller may do and where.</summary>
    public IReadOnlyList<Grant> Grants { get; init; } = [];

    /// <summary>True when signed in or the platform itself.</summary>
    public bool IsKnown => Kind != CallerKind.Nobody;

    /// <summary>True when the permission is held anywhere.</summary>
    public bool Has(Permission permission) =>
        Kind == CallerKind.System || Grants.Any(g => g.Permission == permission.Code);

    /// <summary>True when the permission reaches the region (its code, 6, 9 or 12 digits;
    /// null = a record without region, which only a city-wide grant reaches).</summary>
    public bool Has(Permission permission, string? region) =>
        Kind == CallerKind.System || Grants.Any(g => g.Permission == permission.Code
            && (g.RegionPrefix.Length == 0 || region?.StartsWith(g.RegionPrefix, StringComparison.Ordinal) == true));

    /// <summary>Region prefixes the permission reaches; one empty string means everything;
    /// none means nothing.</summary>
    public IReadOnlyList<string> Reach(Permission permission)
    {
        if (Kind == CallerKind.System) return [""];
        var prefixes = Grants.Where(g => g.Permission == permission.Code).Select(
            g => g.RegionPrefix).Distinct().ToList();
        return prefixes.Contains("") ? [""] : prefixes;
    }
}

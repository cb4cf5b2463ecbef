using Lingnan.Identity.Contracts;
using Lingnan.Identity.Model;
using Lingnan.Identity.Sessions;
using Lingnan.Identity.Storage;
using Lingnan.Kernel;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Lingnan.Identity.Features;

/// <summary>The organisation tree and its changes.</summary>
internal sealed class ChangeUnits(IDatabase database, SessionStore sessions, IdSource ids, TimeProvider time)
    : IOrganizations
{
    public async Task<IReadOnlyList<Unit>> TreeAsync(CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        var rows = await session.Map<IdentityContext>().Units.ToListAsync(cancellationToken);
        var children = rows.OrderBy(r => r.Level).ThenBy(r => r.RegionCode, StringComparer.Ordinal)
            .ThenBy(r => r.Id, StringComparer.Ordinal).ToLookup(r => r.ParentId);
        var tree = new List<Unit>(rows.Count);
        void Walk(string? parent)
        {
            foreach (var row in children[parent])
            {
                tree.Add(View(row));
                Walk(row.Id);
            }
        }

        Walk(null);
        return tree;
    }

    public async Task<Result<Unit>> AddAsync(Caller caller, Unit unit, CancellationToken cancellationToken)
    {
        if (unit.ParentId is not null
            && !UserNames.IsPlain(unit.ParentId)) return new Error(IdentityErrors.UnitNotFound);
        await using var session = await database.WriteAsync(cancellationToken);
        var map = session.Map<IdentityContext>();
        var parent = unit.ParentId is null ? null
            : await map.Units.SingleOrDefaultAsync(u => u.Id == unit.ParentId, cancellationToken);
        if (unit.ParentId is not null && parent is null) return new Error(IdentityErrors.UnitNotFound);
        if (UnitRules.Check(unit, parent is null ? null : View(parent)) is { } wrong) return wrong;
        if (!Reaches(caller, unit)) return new Error(IdentityErrors.Forbidden);
        if (parent is null && await map.Units.AnyAsync(u => u.ParentId == null, cancellationToken))
            return new Error(IdentityErrors.UnitRootExists);
        if (await map.Units.CountAsync(cancellationToken) >= IdentityLimits.Units)
            return Error.Of(IdentityErrors.UnitTooMany, ("max", IdentityLimits.Units));

        var row = Row(unit with { Id = ids.Next("o") }, time.GetUtcNow());
        map.Units.Add(row);
        session.Audit(Entry(caller, "identity.unit-added", row));
        await session.CommitAsync(cancellationToken);
        return View(row);
    }

    public async Task<Result<Done>> RenameAsync(Caller caller, string id, LocalText name,
        CancellationToken cancellationToken)
    {
        if (UnitRules.CheckName(name) is { } wrong) return wrong;
        await using var session = await database.WriteAsync(cancellationToken);
        var row = await FindAsync(session, caller, id, cancellationToken);
        if (!row.IsOk) return row.Error;
        (row.Value.NameZh, row.Value.NameEn) = (name.Zh.Trim(), name.En.Trim());
        session.Audit(Entry(caller, "identity.unit-renamed", row.Value));
        await session.CommitAsync(cancellationToken);
        sessions.ForgetAll();
        return Done.Value;
    }

    public async Task<Result<Done>> SetRegionAsync(Caller caller, string id, string regionCode,
        CancellationToken cancellationToken)
    {
        var region = RegionCode.Parse(regionCode);
        if (!region.IsOk) return region.Error;
        await using var session = await database.WriteAsync(cancellationToken);
        var map = session.Map<IdentityContext>();
        var found = await FindAsync(session, caller, id, cancellationToken);
        if (!found.IsOk) return found.Error;
        var row = found.Value;
        var parent = row.ParentId is null ? null
            : View(await map.Units.SingleAsync(u => u.Id == row.ParentId, cancellationToken));
        var changed = View(row) with { RegionCode = region.Value.ToString() };
        if (!Reaches(caller, changed) || (parent is not null && !Reaches(caller, parent)))
            return new Error(IdentityErrors.Forbidden);
        if (UnitRules.Check(changed, parent) is { } wrong) return wrong;
        foreach (var below in await map.Units.Where(u => u.ParentId == id).ToListAsync(cancellationToken))
            if (UnitRules.Check(View(below), changed) is not null)
                return Error.Of(IdentityErrors.UnitBelowOutside, ("name", below.NameZh), ("value", below.RegionCode));
        var before = row.RegionCode;
        row.RegionCode = changed.RegionCode;
        session.Audit(Entry(caller, "identity.unit-region-set", row) with
        {
            DetailJson = Details.Json(new { row.NameZh, row.NameEn, before, row.RegionCode }),
        });
        await session.CommitAsync(cancellationToken);
        // What the officers of the unit reach is part of every open session.
        sessions.ForgetAll();
        return Done.Value;
    }

    public async Task<Result<Done>> RemoveAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        var map = session.Map<IdentityContext>();
        var row = await FindAsync(session, caller, id, cancellationToken);
        if (!row.IsOk) return row.Error;
        if (await map.Units.AnyAsync(u => u.ParentId == id, cancellationToken)
            || await map.Posts.AnyAsync(p => p.UnitId == id, cancellationToken))
            return new Error(IdentityErrors.UnitInUse);
        map.Units.Remove(row.Value);
        session.Audit(Entry(caller, "identity.unit-removed", row.Value));
        await session.CommitAsync(cancellationToken);
        return Done.Value;
    }

    public static UnitRow Row(Unit unit, DateTimeOffset now) => new()
    {
        Id = unit.Id,
        ParentId = unit.ParentId,
        NameZh = unit.Name.Zh.Trim(),
        NameEn = unit.Name.En.Trim(),
        Level = (int)unit.Level,
        RegionCode = unit.RegionCode,
        CreditCode = unit.CreditCode,
        CreatedAt = now.ToMicros(),
    };

    private static async Task<Result<UnitRow>> FindAsync(
        DbSession session, Caller caller, string id, CancellationToken cancellationToken)
    {
        if (!caller.Has(IdentityPermissions.Organization)) return new Error(IdentityErrors.Forbidden);
        var row = await session.Map<IdentityContext>().Units.SingleOrDefaultAsync(u => u.Id == id, cancellationToken);
        if (row is null) return new Error(IdentityErrors.UnitNotFound);
        return Reaches(caller, View(row)) ? row : new Error(IdentityErrors.Forbidden);
    }

    private static bool Reaches(Caller caller, Unit unit) =>
        Authority.Reaches(caller, IdentityPermissions.Organization, [RegionReach.Of(unit.Level, unit.RegionCode)]);

    private static Unit View(UnitRow row) => new(
        row.Id, row.ParentId, new LocalText(row.NameZh, row.NameEn), (UnitLevel)row.Level, row.RegionCode,
        row.CreditCode);

    private static AuditEntry Entry(Caller caller, string action, UnitRow row) => new()
    {
        Caller = caller,
        Action = action,
        Object = $"identity:unit/{row.Id}",
        DetailJson = Details.Json(new { row.NameZh, row.NameEn, row.RegionCode }),
    };
}

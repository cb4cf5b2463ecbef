using System.Security.Cryptography;
using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Features;
using Lingnan.Registries.Storage;
using Microsoft.AspNetCore.DataProtection;

namespace Lingnan.Registries.Relations;

/// <summary>The neighbours of a row, by relation and direction.</summary>
internal sealed class FindNeighbours(
    RegisterTables tables, RelationMap map, HopReader hops, RecordViews views, IDatabase database, ReadLog log,
    IDataProtectionProvider protection, TimeProvider time)
{
    private const int CursorMax = 1024;

    // Sealed, because the last row of a page may be one that the reader must not know of.
    private readonly IDataProtector _protector = protection.CreateProtector("registries.relation-cursor");

    public async Task<Result<Neighbours>> RunAsync(
        RegistryDeclaration register, string id, NeighbourQuestion question, Caller caller,
        CancellationToken cancellationToken)
    {
        var reading = new Reading(caller, question, CityTime.Today(time));
        var table = tables.Of(register);
        Neighbours answer;
        await using (var session = await database.ReadAsync(cancellationToken))
        {
            var start = await StartRow.FindAsync(session, views, table, id, reading, cancellationToken);
            if (!start.IsOk) return start.Error;
            if (question.Limit is < 1 or > RelationLimits.FanOutMax) return RelationErrors.Limit();
            var asked = map.From(register)
                .Where(h => question.Relation is null || h.Code == question.Relation).ToList();
            if (asked.Count == 0 && question.Relation is not null) return RelationErrors.Unknown(question.Relation);
            var after = After(question, start.Value.Row.Id);
            if (!after.IsOk) return after.Error;
            var groups = new List<RelationGroup>();
            foreach (var hop in asked)
                groups.Add(await GroupAsync(
                    session, hop, start.Value.Row, reading, question.Limit, after.Value, cancellationToken));
            answer = new(
                start.Value.Row.Id, RelationTexts.Title(table, start.Value.View), start.Value.MergedFrom, groups);
        }
        await reading.TellAsync(log, cancellationToken);
        return answer;
    }

    private async Task<RelationGroup> GroupAsync(
        DbSession session, Hop hop, StoredRow row, Reading reading, int limit, string? after,
        CancellationToken cancellationToken)
    {
        var found = await hops.ReadAsync(session, hop, [row], reading, limit, after, false, cancellationToken);
        var next = found is { IsCut: true, Last: { } last } ? Cursor(hop, row.Id, last) : null;
        return new(
            hop.Step, [.. found.All.Where(f => !f.IsHidden).Select(f => RelationTexts.Row(hop, f))],
            found.All.Count(f => f.IsHidden), next);
    }

    private string Cursor(Hop hop, string id, string last) => _protector.Protect($"{hop.Code}/{id}/{last}");

    private Result<string?> After(NeighbourQuestion question, string id)
    {
        if (string.IsNullOrEmpty(question.Cursor)) return Result<string?>.Ok(null);
        if (question.Cursor.Length > CursorMax) return RegistriesErrors.BadCursor();
        try
        {
            return _protector.Unprotect(question.Cursor).Split('/') is [var code, var row, var last]
                && code == question.Relation && row == id
                ? last
                : RegistriesErrors.BadCursor();
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return RegistriesErrors.BadCursor();
        }
    }
}

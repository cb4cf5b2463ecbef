using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Sealing;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Features;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Shapes;

/// <summary>The rows nearest to a place, the nearest first. Rings around it are looked into, each twice as wide as the
/// one before, until one holds as many rows as are wanted; so few distances are measured however many rows there
/// are.</summary>
internal sealed class NearRecords(
    RegisterTables tables, IDatabase database, RecordViews views, ReadLog log, ISealing sealing)
{
    private sealed record Found(string Id, double Metres);

    public async Task<Result<RecordPage>> RunAsync(
        RegistryDeclaration register, RecordQuery query, Caller caller, AccessPurpose? purpose,
        CancellationToken cancellationToken)
    {
        if (query.Limit is < 1 or > RegistriesLimits.PageRowsMax) return RegistriesErrors.LimitOutOfRange();
        var scope = ReadScope.Of(register, caller, query.Unmask, purpose);
        if (!scope.IsOk) return scope.Error;
        if (query.Sort is not null || query.Sorts.Count > 0 || query.Cursor is not null || query.CountTotal)
            return ShapeErrors.NearAlone();
        var table = tables.Of(register);
        var sql = ListSql.Of(tables, table, scope.Value, query, sealing);
        if (!sql.IsOk) return sql.Error;
        var wanted = ListRecords.Wanted(register, query.Fields);
        if (!wanted.IsOk) return wanted.Error;
        var field = sql.Value.Place!.Field.Field;
        // A distance tells of the geometry, so who is told it has read the geometry.
        var fields = wanted.Value is { } few && Masking.IsPersonal(field)
            ? few.Append(field.Name).ToHashSet(StringComparer.Ordinal)
            : wanted.Value;

        await using var session = await database.ReadAsync(cancellationToken);
        var found = await FindAsync(session, table, sql.Value, query, cancellationToken);
        if (!found.IsOk) return found.Error;
        var shown = await ShowAsync(session, table, sql.Value, scope.Value, found.Value, fields, cancellationToken);
        await log.AppendAsync(scope.Value, shown, purpose, ReadLog.ReadAction, cancellationToken);
        return new RecordPage([.. shown.Select(v => v.Record)], null, null);
    }

    private static async Task<Result<IReadOnlyList<Found>>> FindAsync(
        DbSession session, PhysicalTable table, ListSql sql, RecordQuery query, CancellationToken cancellationToken)
    {
        var near = query.Place!.Near!.Value;
        var read = RowRead.Shown(table, new HashSet<string> { sql.Place!.Field.Field.Name }, [], standing: false);
        for (var ring = Math.Min(ShapeLimits.NearRing, near.Metres); ; ring = Math.Min(ring * 2, near.Metres))
        {
            var found = new List<Found>();
            var boxes = Ellipsoid.Within(near.Lon, near.Lat, ring);
            var lookedAt = 0;
            await using (var command = sql.Around(boxes, read, ShapeLimits.NearRowsMax + 1).Command(session))
            await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
                while (await reader.ReadAsync(cancellationToken))
                {
                    if (++lookedAt > ShapeLimits.NearRowsMax) return ShapeErrors.TooDense();
                    var row = StoredRow.Read(reader, table, read);
                    if (sql.Place.Holds(row) && sql.Place.Metres(row, near) is { } metres && metres <= ring)
                        found.Add(new(row.Id, metres));
                }
            if (found.Count >= query.Limit || ring == near.Metres)
                return Result<IReadOnlyList<Found>>.Ok([
                    .. found.OrderBy(f => f.Metres).ThenBy(f => f.Id, StringComparer.Ordinal).Take(query.Limit)]);
        }
    }

    private async Task<IReadOnlyList<RecordView>> ShowAsync(
        DbSession session, PhysicalTable table, ListSql sql, ReadScope scope, IReadOnlyList<Found> found,
        IReadOnlySet<string>? fields, CancellationToken cancellationToken)
    {
        var read = fields is null ? table.Shown : RowRead.Shown(table, fields, [], standing: !sql.IsPast);
        var rows = await views.SelectAsync(
            session, table, read, sql.Among(found.Select(f => f.Id), read), scope, cancellationToken, fields,
            sql.IsPast);
        var byId = rows.ToDictionary(r => r.Row.Id, r => r.View, StringComparer.Ordinal);
        var shown = new List<RecordView>();
        foreach (var each in found)
            // Of a row whose geometry is masked nobody is told where it lies.
            if (byId.GetValueOrDefault(each.Id) is { } view
                && !view.Record.Masked.Contains(sql.Place!.Field.Field.Name))
                shown.Add(view with { Record = view.Record with { DistanceM = Math.Round(each.Metres, 2) } });
        return shown;
    }
}

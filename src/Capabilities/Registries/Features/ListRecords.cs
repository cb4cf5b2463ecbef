using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Sealing;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Features;

/// <summary>Lists rows page by page. A page begins after the last row of the one before, so rows that come, go or move
/// meanwhile never make another row appear twice or be left out.</summary>
internal sealed class ListRecords(
    RegisterTables tables, IDatabase database, RecordViews views, ReadLog log, CursorCodec cursors, ISealing sealing,
    Shapes.PlacedRecords placed)
{
    public async Task<Result<RecordPage>> RunAsync(
        RegistryDeclaration register, RecordQuery query, Caller caller, AccessPurpose? purpose,
        CancellationToken cancellationToken)
    {
        if (query.Limit is < 1 or > RegistriesLimits.PageRowsMax) return RegistriesErrors.LimitOutOfRange();
        if (query.Place?.Near is not null) return Shapes.ShapeErrors.NearAlone();
        var scope = ReadScope.Of(register, caller, query.Unmask, purpose);
        if (!scope.IsOk) return scope.Error;
        var sql = ListSql.Of(tables, tables.Of(register), scope.Value, query, sealing);
        if (!sql.IsOk) return sql.Error;
        var after = cursors.Read(query.Cursor, sql.Value.Order);
        if (!after.IsOk) return after.Error;

        var fields = Wanted(register, query.Fields);
        if (!fields.IsOk) return fields.Error;
        var page = await PageAsync(
            scope.Value, sql.Value, after.Value, query.Limit, query.CountTotal, cancellationToken, fields.Value,
            query.CountMax);
        await log.AppendAsync(scope.Value, page.Items, purpose, ReadLog.ReadAction, cancellationToken);
        return new RecordPage(
            [.. page.Items.OfType<RecordView>().Select(v => v.Record)],
            page.Next is null ? null : cursors.Write(page.Next),
            page.Total > query.CountMax ? query.CountMax : page.Total)
        {
            HasMoreThanTotal = page.Total > query.CountMax,
        };
    }

    /// <summary>The fields of these names, null for all, or the one that there is not.</summary>
    public static Result<IReadOnlySet<string>?> Wanted(
        RegistryDeclaration register, IReadOnlyList<string>? names)
    {
        if (names is null) return Result<IReadOnlySet<string>?>.Ok(null);
        var unknown = names.FirstOrDefault(n => n != "id" && register.Fields.All(f => f.Name != n));
        return unknown is null
            ? Result<IReadOnlySet<string>?>.Ok(names.ToHashSet(StringComparer.Ordinal))
            : RegistriesErrors.UnknownListField(unknown);
    }

    /// <summary>One page, not yet in the read log.</summary>
    public async Task<(IReadOnlyList<RecordView?> Items, ListPosition? Next, long? Total)> PageAsync(
        ReadScope scope, ListSql sql, ListPosition? after, int limit, bool count, CancellationToken cancellationToken,
        IReadOnlySet<string>? fields = null, int? countMax = null)
    {
        var table = tables.Of(scope.Register);
        var read = sql.Read(fields);
        if (sql.Place is { IsLookedAt: true }) return await placed.RunAsync(
            scope, sql, after, limit, count ? countMax ?? int.MaxValue : null, fields, cancellationToken);
        var parts = sql.Pages(after, database.Engine, read).ToList();
        // One statement sees one moment by itself; only several need a transaction to see the same.
        await using var session = count || parts.Count > 1
            ? await database.ReadAsync(cancellationToken)
            : await database.PeekAsync(cancellationToken);
        var rows = new List<(StoredRow Row, RecordView? View)>();
        foreach (var part in parts)
        {
            rows.AddRange(await views.SelectAsync(
                session, table, read, part(limit + 1 - rows.Count), scope, cancellationToken, fields, sql.IsPast));
            if (rows.Count > limit) break;
        }
        var next = rows.Count > limit ? sql.Order.PositionOf(rows[limit - 1].Row) : null;
        var items = rows.Take(limit).Select(r => r.View).ToList();
        var total = count
            ? (long?)await RowCommands.ScalarAsync(session, sql.Count(countMax), cancellationToken)
            : null;
        return (items, next, total);
    }
}

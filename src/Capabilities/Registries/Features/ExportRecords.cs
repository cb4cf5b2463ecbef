using System.Text.Json;
using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Sealing;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Export;
using Lingnan.Registries.Filters;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Features;

/// <summary>Writes the rows of a query to a stream, page by page, so that memory does not grow with the
/// register.</summary>
internal sealed class ExportRecords(
    RegisterTables tables, ListRecords list, ReadLog log, IAuditLog audit, ISealing sealing)
{
    public async Task<Result<long>> RunAsync(
        RegistryDeclaration register, RecordQuery query, string format, Stream target, Caller caller,
        AccessPurpose? purpose,
        CancellationToken cancellationToken)
    {
        if (!caller.Has(RegistriesPermissions.Export)) return RegistriesErrors.ExportForbidden();
        if (!RecordWriters.Formats.Contains(format)) return RegistriesErrors.ExportFormat(format);
        if (!RecordWriters.FormatsOf(register).Contains(format))
            return Shapes.ShapeErrors.NotPlaced(register.Title.ToString());
        var scope = ReadScope.Of(register, caller, query.Unmask, purpose);
        if (!scope.IsOk) return scope.Error;
        if (query.Place?.Near is not null) return Shapes.ShapeErrors.NearAlone();
        if (scope.Value.ReadReach.Count == 0 && !register.Open) return RegistriesErrors.ReadForbidden();
        var sql = ListSql.Of(tables, tables.Of(register), scope.Value, query, sealing);
        if (!sql.IsOk) return sql.Error;
        var fields = ListRecords.Wanted(register, query.Fields);
        if (!fields.IsOk) return fields.Error;
        var shown = fields.Value is { } wanted
            ? register with { Fields = [.. register.Fields.Where(f => wanted.Contains(f.Name))] }
            : register;
        var geometry = query.Place?.Field;
        // Without its geometry a feature is none.
        if (format == "geojson" && RecordWriters.Geometry(shown, geometry) is null)
            return Shapes.ShapeErrors.NotPlaced(register.Title.ToString());

        using var digest = new DigestStream(target);
        var rows = 0L;
        await using (var writer = await RecordWriters.OpenAsync(format, digest, shown, geometry, cancellationToken))
        {
            ListPosition? after = null;
            do
            {
                var page = await list.PageAsync(
                    scope.Value, sql.Value, after, RegistriesLimits.PageRowsMax, false, cancellationToken,
                    fields.Value);
                // Before a page leaves, every person on it can see that it did.
                await log.AppendAsync(scope.Value, page.Items, purpose, ReadLog.ExportAction, cancellationToken);
                foreach (var view in page.Items.OfType<RecordView>())
                    await writer.WriteAsync(view.Record, cancellationToken);
                await digest.FlushAsync(cancellationToken);
                rows += page.Items.Count;
                after = page.Next;
            }
            while (after is not null && rows < RegistriesLimits.ExportRowsMax);
            await writer.EndAsync(cancellationToken);
            if (after is not null) return RegistriesErrors.ExportTooLarge();
        }
        await digest.FlushAsync(cancellationToken);
        await audit.AppendAsync(Entry(register, query, format, caller, purpose, rows, digest.Hash), cancellationToken);
        return rows;
    }

    private static IEnumerable<string> Asked(string? where) =>
        where is not null && FilterParser.Parse(where) is { IsOk: true } parsed
        ? FilterText.Fields(parsed.Value).Distinct()
        : [];

    private static AuditEntry Entry(
        RegistryDeclaration register, RecordQuery query, string format, Caller caller, AccessPurpose? purpose,
        long rows, string digest) => new()
    {
        Caller = caller,
        Action = "registries.exported",
        Object = register.Name,
        Purpose = purpose?.Purpose,
        CaseNumber = purpose?.CaseNumber,
        DetailJson = JsonSerializer.Serialize(
            new
            {
                format, rows, digest, unmask = query.Unmask, filters = query.Filters.Select(f => f.Field),
                // The shape of the condition, never its values: these may be personal.
                where = Asked(query.Where), fields = query.Fields,
            }),
    };
}

using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Sealing;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Features;

/// <summary>Finds one row by an exact value for the platform itself, e.g. to check a sign-up.
/// Logged as any other read.</summary>
internal sealed class LookUpRecord(
    RegisterTables tables, IDatabase database, RecordViews views, ReadLog log, ISealing sealing)
{
    public const string Action = "registries.record-looked-up";

    public async Task<Record?> RunAsync(
        RegistryDeclaration register, string field, string value, Caller system, string why,
        CancellationToken cancellationToken)
    {
        if (system.Kind != CallerKind.System)
            throw new ArgumentException("Only the platform itself looks rows up.", nameof(system));
        var table = tables.Of(register);
        var place = table.Field(field);
        if (!PhysicalTable.IsServed(register, place.Field))
            throw new ArgumentException($"{register.Name}.{field} has no index.", nameof(field));
        var purpose = new AccessPurpose(why, null);
        var scope = ReadScope.Of(register, system, unmask: true, purpose).Value;
        var parsed = TextRules.Trim(value) is { } text
            ? FieldParser.Parse(place.Field, text, tables.LookUp)
            : RegistriesErrors.Required();
        // A malformed value is looked for all the same, so that the time taken tells nothing.
        var mark = Cells.Mark(
            Cells.Of(table, place, parsed.IsOk ? parsed.Value : Canonical.Value(place.Field, null) ?? "", sealing));
        RecordView? view = null;
        await using (var session = await database.ReadAsync(cancellationToken))
        {
            var sql = new SqlText();
            sql.Append($"SELECT {table.ColumnList} FROM {table.Name} WHERE closed_at IS NULL ")
                .Append($"AND {PhysicalTable.Filterable(place)} = {sql.Parameter(mark)} LIMIT 2");
            var rows = await RowCommands.SelectAsync(session, table, sql, cancellationToken);
            if (parsed.IsOk && rows.Count == 1)
                view = (await views.ShowAsync(session, table, rows, scope, cancellationToken))[0];
        }
        await log.AppendAsync(scope, [view], purpose, Action, cancellationToken);
        return view?.Record;
    }
}

using System.Globalization;
using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Sealing;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Features;
using Lingnan.Registries.Model;
using Lingnan.Registries.Sources.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Sources;

/// <summary>A row with all that is known of its sources.</summary>
internal sealed record SourcedRow(Record Record, RecordSources Sources, RowAccess Access);

/// <summary>Shows where the values of a row come from.</summary>
internal sealed class ReadSources(
    RegisterTables tables, IDatabase database, RecordViews views, SourceSeals seals, ReadLog log, ISealing sealing)
{
    public async Task<Result<SourcedRow>> RunAsync(
        RegistryDeclaration register, string id, bool unmask, Caller caller, AccessPurpose? purpose,
        CancellationToken cancellationToken)
    {
        var scope = ReadScope.Of(register, caller, unmask, purpose);
        if (!scope.IsOk) return scope.Error;
        var table = tables.Of(register);
        RecordView? view;
        SourcedRow shown;
        await using (var session = await database.ReadAsync(cancellationToken))
        {
            // In the state that its sources are read in, too.
            var rows = await RowCommands.FindAsync(session, table, "id", [id], cancellationToken);
            if (rows.Count == 0) return RegistriesErrors.RowNotFound();
            var row = rows[0];
            var seen = (await views.ShowAsync(session, table, rows, scope.Value, cancellationToken))[0];
            var access = scope.Value.Decide(Cells.Region(table, row.Cells), Cells.Subject(table, row.Id, row.Cells));
            if (access < RowAccess.Masked || seen is null) return RegistriesErrors.OutOfReach();
            if (row.ClosedAt is not null) return RegistriesErrors.RowClosed();
            view = seen;
            shown = await ShowAsync(session, table, row, seen.Record, access, cancellationToken);
        }
        await log.AppendAsync(scope.Value, [view], purpose, ReadLog.ReadAction, cancellationToken);
        return shown;
    }

    /// <summary>A value as the access lets it be seen.</summary>
    public static (object? Value, bool IsMasked) Show(FieldDeclaration field, string? text, RowAccess access)
    {
        var value = Canonical.Value(field, text);
        return value is null || !Masking.IsPersonal(field) || access == RowAccess.Whole
            ? (value, false)
            : (Masking.Mask(field, value), true);
    }

    private async Task<SourcedRow> ShowAsync(
        DbSession session, PhysicalTable table, StoredRow row, Record record, RowAccess access,
        CancellationToken cancellationToken)
    {
        var register = table.Register;
        var links = await LinkStore.OfRowsAsync(session, register.Name, [row.Id]);
        var words = await seals.OpenAsync(session, links, cancellationToken);
        var fields = new Dictionary<string, IReadOnlyList<SourceValue>>(StringComparer.Ordinal);
        foreach (var field in table.Fields)
        {
            var standing = Cells.Mark(row.Cells[table.IndexOf(field.Field.Name)]);
            var values = links.Where(l => l.IsLinked && words[l.LinkId]?.Values.ContainsKey(field.Field.Name) == true)
                .Select(l => Value(table, field, l, words[l.LinkId]!.Values[field.Field.Name], standing, access))
                .ToList();
            if (values.Count > 0) fields[field.Field.Name] = values;
        }
        var cases = (await SourceCaseLog.LatestAsync(session, register.Name, [row.Id])).Values
            .Where(c => c.State is SourceStates.Open or SourceStates.Decided).OrderBy(c => c.Seq);
        var doubts = await DoubtLog.OpenOfAsync(session, register.Name, row.Id);
        return new(
            record,
            new(
                [.. links.Select(Link)], fields, [.. cases.Select(c => c.ToCase())],
                [.. doubts.Select(d => d.ToDoubt(register))]),
            access);
    }

    private SourceValue Value(
        PhysicalTable table, PhysicalField field, KeptLink link, GivenValue given, string? standing, RowAccess access)
    {
        var (value, isMasked) = Show(field.Field, given.Text, access);
        var mark = Cells.Mark(Cells.Of(table, field, Canonical.Value(field.Field, given.Text), sealing));
        return new(link.Source, link.LinkId, value, isMasked, Instant.FromMicros(given.Since), mark == standing);
    }

    private static SourceLink Link(KeptLink link) => new(
        link.LinkId, link.Source, link.State, link.Version, Instant.FromMicros(link.RecordedAt), link.RecordedBy,
        link.ValidFrom is { } day
            ? DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture)
            : null);
}

using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Model;
using Lingnan.Registries.Sources;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Features;

/// <summary>Makes or changes one row.</summary>
internal sealed class UpsertRecord(
    RegisterTables tables, IDatabase database, RowStore store, SourceWrites sources, RowSeals seals, RecordViews views,
    IdempotencyStore answers,
    CityOptions city, TimeProvider time)
{
    public async Task<Result<WriteOutcome>> RunAsync(
        RegistryDeclaration register, RecordWrite write, Caller caller, IdempotencyKey? key,
        CancellationToken cancellationToken)
    {
        if (!caller.Has(RegistriesPermissions.Write)) return RegistriesErrors.WriteForbidden();
        if (CheckReason(write.Reason) is { } bad) return bad;
        if (CheckSource(register, write) is { } unfit) return unfit;
        return await LostRaces.RunAsync(_ => TryAsync(register, write, caller, key, cancellationToken));
    }

    private async Task<Result<WriteOutcome>> TryAsync(
        RegistryDeclaration register, RecordWrite write, Caller caller, IdempotencyKey? key,
        CancellationToken cancellationToken)
    {
        var table = tables.Of(register);
        await using var session = await database.WriteAsync(cancellationToken);
        if (key is not null)
        {
            var begun = await answers.BeginAsync(session, key, cancellationToken);
            if (!begun.IsOk) return begun.Error;
            if (begun.Value is { } earlier)
                return new WriteOutcome(
                    await ShowAsync(session, table, earlier.RowId, caller, cancellationToken), earlier.Outcome, []);
        }
        var existing = await FindAsync(session, table, write, cancellationToken);
        if (existing is not null && await seals.FaultAsync(session, table, existing, cancellationToken) is { } gone)
            return gone;
        // Of what a source says, others may hold the rest; what a row as a whole lacks is told when it is written.
        var texts = write.Source is not null ? write.Values
            : await WholeAsync(session, table, existing, write, cancellationToken);
        var checkedRow = RowValidator.Validate(register, texts, Context() with { Partial = write.Source is not null });
        if (checkedRow.Row is not { } row) return Refused(checkedRow.Faults);

        row = row with
        {
            Id = existing?.Id ?? write.Id, ExpectedVersion = write.ExpectedVersion,
            Effective = write.Effective is { } period ? new(period, Sent(register, write)) : null,
            Source = write.Source is { } source ? new(source, TextRules.Trim(write.SourceKey)) : null,
        };
        var options = new BatchOptions { Caller = caller, Reason = TextRules.Trim(write.Reason) };
        var written = (await sources.WriteBatchAsync(session, register, [row], options, cancellationToken))[0];
        if (written.Outcome == RowOutcome.Refused)
            return written.Faults.FirstOrDefault(f => f.Field is null) is { } whole
                ? whole.Error
                : Refused(written.Faults);
        var outcome = written.Outcome.ToString().ToLowerInvariant();
        if (key is not null) await answers.EndAsync(session, key, outcome, written.Id!, cancellationToken);
        await session.CommitAsync(cancellationToken);
        return new WriteOutcome(await ShowAsync(table, written.Id!, caller, cancellationToken), outcome, []);
    }

    private Error? CheckSource(RegistryDeclaration register, RecordWrite write) =>
        SourceRules.Check(register, write.Source) ?? SourceRules.CheckKey(write.SourceKey)
        ?? (write.Source is null ? null : SourceRules.CheckDays(write.Effective, CityTime.Today(time)));

    public ValidationContext Context() => new()
    {
        CodeList = tables.CodeList,
        Today = CityTime.Today(time),
        IsDemo = city.IsDemo,
    };

    private static HashSet<string> Sent(RegistryDeclaration register, RecordWrite write) =>
    [
        .. write.Values.Keys,
        .. register.Fields.Where(f => f.DerivedFrom is { } source && write.Values.ContainsKey(source))
            .Select(f => f.Name),
    ];

    // A change names the row by id, or by all fields of its key.
    private async Task<StoredRow?> FindAsync(
        DbSession session, PhysicalTable table, RecordWrite write, CancellationToken cancellationToken)
    {
        if (write.Id is { } id)
            return (await RowCommands.FindAsync(session, table, "id", [id], cancellationToken)).FirstOrDefault();
        return await store.FindByTextsAsync(session, table.Register, write.Values, Context(), cancellationToken);
    }

    // The rules hold for the row as a whole, so what the writer did not send is taken from the row as it stands. A
    // masked text that comes back unchanged from a form is no new value.
    private async Task<IReadOnlyDictionary<string, string?>> WholeAsync(
        DbSession session, PhysicalTable table, StoredRow? existing, RecordWrite write,
        CancellationToken cancellationToken)
    {
        if (existing is null) return write.Values;
        var opened = (await seals.OpenAsync(session, table, [existing], cancellationToken))[0];
        var texts = new Dictionary<string, string?>(write.Values, StringComparer.Ordinal);
        for (var i = 0; i < table.Live.Count; i++)
        {
            var field = table.Fields[i].Field;
            var value = existing.Cells[i] is SealedCell
                ? opened[i] is { } text ? Canonical.Value(field, text) : null
                : Cells.Value(field, existing.Cells[i]);
            var isSent = texts.TryGetValue(field.Name, out var sent);
            var isMasked = isSent && value is not null && Masking.IsPersonal(field)
                && sent == Masking.Mask(field, value);
            if (!isSent || isMasked) texts[field.Name] = Canonical.Text(value);
        }
        return texts;
    }

    private async Task<Record?> ShowAsync(
        PhysicalTable table, string id, Caller caller, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        return await ShowAsync(session, table, id, caller, cancellationToken);
    }

    // The writer sees the row as any reader of theirs would; who may write but not read sees nothing of it.
    private async Task<Record?> ShowAsync(
        DbSession session, PhysicalTable table, string id, Caller caller, CancellationToken cancellationToken)
    {
        if (ReadScope.Of(table.Register, caller with { PersonId = null }, false, null) is not { IsOk: true } scope)
            return null;
        var rows = await RowCommands.FindAsync(session, table, "id", [id], cancellationToken);
        return rows.Count == 0
            ? null
            : (await views.ShowAsync(session, table, rows, scope.Value, cancellationToken))[0]?.Record;
    }

    public static Error? CheckReason(string? reason) =>
        reason is not null
        && (TextRules.Length(reason) > RegistriesLimits.ReasonMax || TextRules.Forbidden(reason) is not null)
            ? RegistriesErrors.ReasonTooLong()
            : null;

    private static WriteOutcome Refused(IReadOnlyList<FieldFault> faults) => new(null, "refused", faults);
}

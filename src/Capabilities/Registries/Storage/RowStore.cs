using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Sealing;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Erasure;
using Lingnan.Registries.Merging;
using Lingnan.Registries.Model;
using Lingnan.Registries.Relations;

namespace Lingnan.Registries.Storage;

/// <summary>Writes rows of declared registers in batches.</summary>
internal sealed class RowStore(
    RegisterTables tables, References references, RowChecks checks, RowSeals seals, TimedRows timed,
    CircleGuard circles, ISealing sealing, ErasedKeys erased, MonotonicClock clock)
{
    private const int RowBytes = 1024, LongDigits = 20;

    /// <summary>
    /// Finds each row by id or key, checks references, uniqueness and the caller's reach, seals,
    /// and writes current rows and history inside <paramref name="session"/>,
    /// with one audit entry and one event for the batch. Refused rows leave no trace.
    /// For a dry run leave the session uncommitted.
    /// </summary>
    public async Task<IReadOnlyList<RowWritten>> WriteBatchAsync(
        DbSession session, RegistryDeclaration register, IReadOnlyList<ValidRow> rows, BatchOptions options,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows.Count, RegistriesLimits.BatchRowsMax);
        var table = tables.Of(register);
        var drafts = rows.Select(r => new Draft(r)).ToList();
        if (options.IsAlone) await RowCommands.KeepToOurselvesAsync(session, table, cancellationToken);
        var resolved = await references.ResolveAsync(session, table, drafts, cancellationToken);
        foreach (var draft in drafts) Resolve(table, draft, resolved);
        Overlay(table, drafts);
        // Looked up before the rows themselves: a row that another writer makes in between is then found as a row, and
        // is not taken for a stranger that holds our unique values.
        var taken = await RowChecks.TakenAsync(session, table, drafts, cancellationToken);
        var owners = await FindAsync(session, table, drafts, cancellationToken);
        if (options.ImportId is { } import) await SeenRows.MarkAsync(session, drafts, import, cancellationToken);
        var merged = await MergeLog.AliasesAsync(
            session, register.Name, [.. drafts.Where(d => d.Existing is null).Select(d => d.Key)]);
        await checks.DecideAsync(session, table, drafts, new Found(owners, taken, merged), options, cancellationToken);
        await circles.CheckAsync(session, table, drafts, cancellationToken);
        await erased.RefuseAsync(session, table, drafts, cancellationToken);
        await seals.RefuseWithoutKeyAsync(session, table, drafts, cancellationToken);
        await timed.PlanAsync(session, table, drafts, cancellationToken);
        await WriteAsync(session, table, drafts, options, cancellationToken);
        return [.. drafts.Select(d => new RowWritten(d.Outcome, d.Id, d.Faults))];
    }

    /// <summary>The rows with the current row that each would change, their references resolved. Writes
    /// nothing.</summary>
    public async Task<IReadOnlyList<Draft>> FindAsync(
        DbSession session, RegistryDeclaration register, IReadOnlyList<ValidRow> rows,
        CancellationToken cancellationToken)
    {
        var table = tables.Of(register);
        var drafts = rows.Select(r => new Draft(r)).ToList();
        var resolved = await references.ResolveAsync(session, table, drafts, cancellationToken);
        foreach (var draft in drafts) Resolve(table, draft, resolved);
        Overlay(table, drafts);
        await FindAsync(session, table, drafts, cancellationToken);
        return drafts;
    }

    /// <summary>The current row that a row's key texts name, or null when a part is missing or malformed.</summary>
    public async Task<StoredRow?> FindByTextsAsync(
        DbSession session, RegistryDeclaration register, IReadOnlyDictionary<string, string?> texts,
        ValidationContext context,
        CancellationToken cancellationToken)
    {
        var table = tables.Of(register);
        var parts = register.Key.Where(texts.ContainsKey).ToDictionary(k => k, k => texts[k]);
        var row = RowValidator.Validate(register, parts, context with { Partial = true }).Row;
        if (row is null || parts.Count < register.Key.Count) return null;
        var draft = new Draft(row);
        Resolve(table, draft, await references.ResolveAsync(session, table, [draft], cancellationToken));
        Overlay(table, [draft]);
        return (await FindAsync(session, table, [draft], cancellationToken)).Values.FirstOrDefault();
    }

    /// <summary>Closes a row that the caller has checked.</summary>
    public async Task CloseAsync(
        DbSession session, RegistryDeclaration register, StoredRow existing, BatchOptions options,
        CancellationToken cancellationToken)
    {
        var table = tables.Of(register);
        var draft = new Draft(new ValidRow { Values = new Dictionary<string, object?>() })
        {
            Existing = existing, Cells = existing.Cells, Key = existing.Key, Id = existing.Id,
            Outcome = RowOutcome.Changed,
        };
        var now = clock.Now().ToMicros();
        var closed = Compose(draft, options, now);
        draft.Written = closed with { Action = options.Action ?? RecordActions.Closed, ClosedAt = closed.RecordedAt };
        await RowCommands.KeepAsync(session, table, [existing.Id], now, cancellationToken);
        draft.Columns = draft.Written.ToColumns(table);
        await RowCommands.UpdateAsync(session, table, [new(draft.Written, draft.Columns)], cancellationToken);
        Tell(session, table, [draft], options);
    }

    private static void Resolve(PhysicalTable table, Draft draft, Dictionary<(string, string), string> resolved)
    {
        foreach (var field in table.Fields.Where(f => f.Field.Type == FieldType.Reference))
            if (draft.Values.GetValueOrDefault(field.Field.Name) is string text
                && resolved.TryGetValue((field.Field.Name, text), out var id))
            {
                draft.Values[field.Field.Name] = id;
                draft.Resolved.Add(field.Field.Name);
            }
    }

    // Gives each draft the row it changes, and returns the rows that own the drafts' keys.
    private async Task<Dictionary<string, StoredRow>> FindAsync(
        DbSession session, PhysicalTable table, List<Draft> drafts, CancellationToken cancellationToken)
    {
        var given = drafts.Select(d => d.Row.Id).OfType<string>().ToList();
        var byId = (await RowCommands.FindAsync(session, table, "id", given, cancellationToken)).ToDictionary(
            r => r.Id);
        foreach (var draft in drafts.Where(d => d.Row.Id is not null))
            draft.Existing = byId.GetValueOrDefault(draft.Row.Id!);
        Overlay(table, [.. drafts.Where(d => d.Existing is not null)]);
        var keys = drafts.Select(d => d.Key).ToList();
        var owners = (await RowCommands.FindAsync(session, table, "row_key", keys, cancellationToken)).ToDictionary(
            r => r.Key);
        foreach (var draft in drafts.Where(d => d.Row.Id is null))
        {
            draft.Existing = owners.GetValueOrDefault(draft.Key);
            if (draft.Existing is not null) draft.Cells = CellsOf(table, draft);
        }
        return owners;
    }

    private void Overlay(PhysicalTable table, IReadOnlyList<Draft> drafts) => ManyRows.Each(drafts, draft =>
    {
        draft.Cells = CellsOf(table, draft);
        draft.Key = Cells.Key(table, draft.Cells);
    });

    // What is sent, over what the row already holds.
    private object?[] CellsOf(PhysicalTable table, Draft draft)
    {
        var cells = new object?[table.Fields.Count];
        for (var i = 0; i < cells.Length; i++)
        {
            var field = table.Fields[i];
            var kept = draft.Existing?.Cells is { } old ? old[i] : null;
            cells[i] = draft.Values.TryGetValue(field.Field.Name, out var value)
                ? Cells.Of(table, field, value, sealing)
                : kept;
            // An equal value keeps its seal: sealing again would only move bytes.
            if (cells[i] is PendingSeal fresh && kept is SealedCell old2 && old2.Index == fresh.Index) cells[i] = old2;
        }
        return cells;
    }

    private async Task WriteAsync(
        DbSession session, PhysicalTable table, List<Draft> drafts, BatchOptions options,
        CancellationToken cancellationToken)
    {
        var made = drafts.Where(d => d.Outcome == RowOutcome.Created).ToList();
        var changed = drafts.Where(d => d.Outcome == RowOutcome.Changed).ToList();
        await seals.SealAsync(session, table, [.. made, .. changed], cancellationToken);

        var now = clock.Now().ToMicros();
        foreach (var draft in made.Concat(changed)) draft.Written = Compose(draft, options, now);
        await RowCommands.KeepAsync(session, table, changed.Select(d => d.Id!), now, cancellationToken);
        await timed.WriteAsync(session, table, changed, cancellationToken);
        ManyRows.Each(changed, draft => draft.Columns = draft.Written!.ToColumns(table));
        await RowCommands.UpdateAsync(
            session, table, [.. changed.Select(d => new WrittenRow(d.Written!, d.Columns))], cancellationToken);
        await RowCommands.InsertAsync(
            session, table, [.. made.Select(d => d.Written!)],
            i => made[i].Columns = made[i].Written!.ToColumns(table), cancellationToken);
        if (options.ImportId is { } import) await SeenRows.AddAsync(session, drafts, import, now, cancellationToken);
        Tell(session, table, drafts, options);
    }

    private static StoredRow Compose(Draft draft, BatchOptions options, long now) => new()
    {
        Id = draft.Id!,
        Key = draft.Key,
        Version = (draft.Existing?.Version ?? 0) + 1,
        Action = draft.Existing is null ? RecordActions.Created : options.Action ?? RecordActions.Changed,
        // Recorded time never runs backwards in a row's history, whatever the machine's clock does.
        RecordedAt = Math.Max(now, draft.Existing?.RecordedAt ?? 0),
        RecordedBy = options.Caller.Name,
        RecorderId = options.Caller.AccountId,
        Reason = options.Reason,
        ImportId = options.ImportId,
        ImportLine = options.ImportId is null ? null : draft.Row.Line,
        ValidFrom = draft.Existing is { } old ? old.ValidFrom : TimedRows.Day(draft.Row.Effective?.Period.From),
        ValidTo = draft.Existing is { } before ? before.ValidTo : TimedRows.Day(draft.Row.Effective?.Period.To),
        Cells = draft.Cells,
    };

    private static void Tell(DbSession session, PhysicalTable table, List<Draft> drafts, BatchOptions options)
    {
        var register = table.Register.Name;
        var written = drafts.Where(d => d.Written is not null).ToList();
        if (drafts.Count == 1 && options.ImportId is null)
        {
            if (written.Count == 0)
            {
                session.Unaudited("nothing was written");
                return;
            }
            var row = written[0].Written!;
            session.Audit(new AuditEntry
            {
                Caller = options.Caller,
                Action = $"registries.record-{row.Action}",
                Object = $"{register}/{row.Id}",
                SubjectId = Cells.Subject(table, row.Id, row.Cells),
                DetailJson = JsonSerializer.Serialize(
                    new { version = row.Version, reason = options.Reason, digest = Digest(written) }),
            });
            session.Publish(new RecordChanged(register, row.Id, row.Action));
            return;
        }
        var counts = drafts.CountBy(d => d.Outcome).ToDictionary();
        session.Audit(new AuditEntry
        {
            Caller = options.Caller,
            Action = "registries.rows-written",
            Object = register,
            DetailJson = JsonSerializer.Serialize(new
            {
                importId = options.ImportId,
                created = counts.GetValueOrDefault(RowOutcome.Created),
                changed = counts.GetValueOrDefault(RowOutcome.Changed),
                unchanged = counts.GetValueOrDefault(RowOutcome.Unchanged),
                refused = counts.GetValueOrDefault(RowOutcome.Refused),
                digest = Digest(written),
            }),
        });
        if (written.Count > 0)
            session.Publish(new RecordsImported(
                register, options.ImportId, counts.GetValueOrDefault(RowOutcome.Created),
                counts.GetValueOrDefault(RowOutcome.Changed)));
    }

    // The digest is given whole rows: each call of it costs more than the bytes of a value do.
    private static string Digest(IReadOnlyList<Draft> written)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var row = new ArrayBufferWriter<byte>(RowBytes);
        foreach (var draft in written)
        {
            foreach (var value in draft.Columns)
            {
                Add(row, value);
                row.Write("\u001f"u8);
            }
            row.Write("\u001e"u8);
            hash.AppendData(row.WrittenSpan);
            row.ResetWrittenCount();
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(ArrayBufferWriter<byte> row, object? value)
    {
        switch (value)
        {
            case null:
                row.Write("\0"u8);
                break;
            case byte[] bytes:
                row.Write(bytes);
                break;
            case long number:
                number.TryFormat(row.GetSpan(LongDigits), out var digits, default, CultureInfo.InvariantCulture);
                row.Advance(digits);
                break;
            default:
                Encoding.UTF8.GetBytes((string)value, row);
                break;
        }
    }
}

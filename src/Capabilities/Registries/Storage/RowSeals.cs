using Lingnan.Kernel;
using Lingnan.Platform;
using Lingnan.Platform.Sealing;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Erasure;
using Lingnan.Registries.Evolution;

namespace Lingnan.Registries.Storage;

/// <summary>Seals and opens the sealed cells of rows, each under the key of the person the row is about; a row about no
/// person has a key of its own.</summary>
internal sealed class RowSeals(ISealing sealing)
{
    /// <summary>Seals what is pending. A row that moved to another person is sealed anew as a whole.</summary>
    public async Task SealAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<Draft> drafts, CancellationToken cancellationToken)
    {
        if (!table.Fields.Any(f => f.IsSealed)) return;
        var moved = drafts.Where(d => d.Existing is { } e
            && Owner(table, e.Id, e.Cells) != Owner(table, d.Id!, d.Cells)).ToList();
        var opened = await OpenAsync(session, table, [.. moved.Select(d => d.Existing!)], cancellationToken);
        for (var m = 0; m < moved.Count; m++)
            for (var i = 0; i < opened[m].Length; i++)
                if (opened[m][i] is { } plain && moved[m].Cells[i] is SealedCell kept)
                    moved[m].Cells[i] = new PendingSeal(plain, kept.Index);

        var waiting = drafts.Where(d => d.Cells.Any(c => c is PendingSeal)).ToList();
        if (waiting.Count == 0) return;
        // A row that is being made under an id of our own has no key yet, which saves looking for one.
        var fresh = waiting.Where(d => d.Existing is null && d.Row.Id is null
            && Owner(table, d.Id!, d.Cells) == d.Id).Select(d => d.Id!).ToHashSet(StringComparer.Ordinal);
        var known = waiting.Select(d => Owner(table, d.Id!, d.Cells)).Where(o => !fresh.Contains(o))
            .Distinct(StringComparer.Ordinal).ToList();
        var keys = (await sealing.KeysForNewAsync(session, [.. fresh], cancellationToken))
            .Concat(await sealing.KeysForWriteAsync(session, known, cancellationToken))
            .ToDictionary(k => k.SubjectId, StringComparer.Ordinal);
        ManyRows.Each(waiting, draft => Seal(table, draft, keys[Owner(table, draft.Id!, draft.Cells)]));
    }

    private static void Seal(PhysicalTable table, Draft draft, SubjectKey key)
    {
        for (var i = 0; i < draft.Cells.Length; i++)
            if (draft.Cells[i] is PendingSeal pending)
                draft.Cells[i] = new SealedCell(
                    key.Seal(table.Fields[i].SealName, pending.Plain), pending.Index);
    }

    /// <summary>Refuses drafts that would be sealed for a person whose key was destroyed, anew over values that a lost
    /// key sealed, or for another person than a lost key did.</summary>
    public async Task RefuseWithoutKeyAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<Draft> drafts, CancellationToken cancellationToken)
    {
        var waiting = drafts.Where(d => d.Outcome != RowOutcome.Refused && (LeftBehind(table, d) is not null
            || (d.Cells.Any(c => c is PendingSeal)
            && (d.Existing is not null || d.Row.Id is not null || Owner(table, d.Id!, d.Cells) != d.Id)))).ToList();
        if (waiting.Count == 0) return;
        var states = await sealing.StatesAsync(
            session, [.. waiting.Select(d => Owner(table, d.Id!, d.Cells)),
                .. waiting.Select(d => LeftBehind(table, d)).OfType<string>()], cancellationToken);
        foreach (var draft in waiting)
        {
            var owner = Owner(table, draft.Id!, draft.Cells);
            if (LeftBehind(table, draft) is { } before && states[before] != SubjectKeyState.Present)
            {
                draft.Refuse(null, ErasureErrors.KeyLost(before));
                draft.Outcome = RowOutcome.Refused;
                continue;
            }
            var isSealedBefore = draft.Existing is { } e && e.Cells.Any(c => c is SealedCell)
                && Owner(table, e.Id, e.Cells) == owner;
            Error? error = states[owner] switch
            {
                SubjectKeyState.Destroyed => ErasureErrors.PersonErased(),
                SubjectKeyState.Damaged => ErasureErrors.KeyLost(owner),
                SubjectKeyState.Missing when isSealedBefore => ErasureErrors.KeyLost(owner),
                _ => null,
            };
            if (error is null) continue;
            draft.Refuse(null, error);
            draft.Outcome = RowOutcome.Refused;
        }
    }

    // Whose key sealed what a row that moves to another person takes along, or null.
    private static string? LeftBehind(PhysicalTable table, Draft draft) =>
        draft.Existing is { } e && draft.Cells.Any(c => c is SealedCell)
            && Owner(table, e.Id, e.Cells) is var before && before != Owner(table, draft.Id!, draft.Cells)
            ? before
            : null;

    /// <summary>Why a row cannot be changed: its key is gone. Null where it can.</summary>
    public async Task<Error?> FaultAsync(
        DbSession session, PhysicalTable table, StoredRow row, CancellationToken cancellationToken)
    {
        if (!row.Cells.Any(c => c is SealedCell)) return null;
        var owner = Owner(table, row.Id, row.Cells);
        return (await sealing.StatesAsync(session, [owner], cancellationToken))[owner] switch
        {
            SubjectKeyState.Present => null,
            SubjectKeyState.Destroyed => ErasureErrors.PersonErased(),
            _ => ErasureErrors.KeyLost(owner),
        };
    }

    /// <summary>For each row the opened texts by position of the field; a field whose key was destroyed is left
    /// out. Where <paramref name="asFarAsCan"/>, so is one that does not open; else that stops it.</summary>
    public async Task<IReadOnlyList<string?[]>> OpenAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<StoredRow> rows, CancellationToken cancellationToken,
        bool asFarAsCan = false)
    {
        var result = new string?[rows.Count][];
        var sealedRows = rows.Where(r => r.Cells.Any(c => c is SealedCell)).ToList();
        var owners = sealedRows.Select(r => Owner(table, r.Id, r.Cells)).Distinct(StringComparer.Ordinal).ToList();
        var found = owners.Count == 0 ? []
            : asFarAsCan ? await sealing.KeysThatOpenAsync(session, owners, cancellationToken)
            : await sealing.KeysForReadAsync(session, owners, cancellationToken);
        var keys = found.OfType<SubjectKey>().ToDictionary(k => k.SubjectId);
        for (var r = 0; r < rows.Count; r++)
        {
            var key = keys.GetValueOrDefault(Owner(table, rows[r].Id, rows[r].Cells));
            Lift(table, rows[r], key);
            result[r] = Open(table, rows[r], key, table.Whole.Sealed, asFarAsCan) ?? new string?[table.Fields.Count];
        }
        return result;
    }

    /// <summary>The columns and the join by which one statement reads rows and the keys of those whose they
    /// are.</summary>
    public (string Columns, string Join) WithKeys(PhysicalTable table, RowRead read) => read.WithKeys(table, sealing);

    /// <summary>Rows with their opened texts by position, as far as they open, by a statement that reads
    /// both.</summary>
    /// <param name="session">Session.</param>
    /// <param name="table">Table.</param>
    /// <param name="read">What is read; its sealed fields among <paramref name="fields"/> are opened.</param>
    /// <param name="sql">A statement that selects the columns of <see cref="WithKeys"/>.</param>
    /// <param name="isSeen">Whether sealed cells of a row are opened: what nobody sees stays sealed. Asked once for
    /// each row, in order.</param>
    /// <param name="fields">Fields that are opened; null for all.</param>
    /// <param name="cancellationToken">Stop.</param>
    public async Task<IReadOnlyList<(StoredRow Row, string?[]? Opened)>> SelectAsync(
        DbSession session, PhysicalTable table, RowRead read, SqlText sql, Func<StoredRow, bool> isSeen,
        IReadOnlySet<string>? fields, CancellationToken cancellationToken)
    {
        var opened = fields is null ? read.Sealed
            : [.. read.Sealed.Where(i => fields.Contains(table.Fields[i].Field.Name))];
        var rows = new List<(StoredRow, string?[]?)>();
        await using var command = sql.Command(session);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        SubjectKey? key = null;
        var of = "";
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = StoredRow.Read(reader, table, read);
            var isKept = isSeen(row) && opened.Count > 0;
            // Versions of a row are mostly about one subject, whose key is opened once for all of them.
            if (isKept && Owner(table, row.Id, row.Cells) is var owner && owner != of)
                (of, key) = (owner, sealing.OpenJoined(owner, reader, read.KeyAt));
            if (isKept) Lift(table, row, key);
            rows.Add((row, Open(table, row, isKept ? key : null, opened, asFarAsCan: true)));
        }
        return rows;
    }

    /// <summary>Works out what steps of change make of sealed values, each row's under its key, and tells what
    /// could not be read. A row whose key was destroyed has none.</summary>
    public async Task<IReadOnlyList<(StoredRow Row, Leftover Left)>> LiftAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<StoredRow> rows, CancellationToken cancellationToken)
    {
        var left = new List<(StoredRow, Leftover)>();
        var rules = table.Evolution.SealedRules;
        var waiting = rows.Where(r => rules.Any(s => s.IsMissing(r))).ToList();
        if (waiting.Count == 0) return left;
        var owners = waiting.Select(r => Owner(table, r.Id, r.Cells)).Distinct(StringComparer.Ordinal).ToList();
        var keys = (await sealing.KeysThatOpenAsync(session, owners, cancellationToken))
            .OfType<SubjectKey>().ToDictionary(k => k.SubjectId);
        var states = await sealing.StatesAsync(
            session, [.. owners.Where(o => !keys.ContainsKey(o))], cancellationToken);
        foreach (var row in waiting)
        {
            var owner = Owner(table, row.Id, row.Cells);
            var found = new List<Leftover>();
            if (keys.TryGetValue(owner, out var key)) Lift(table, row, key, found);
            else if (states[owner] != SubjectKeyState.Destroyed)
                found.AddRange(rules.Where(s => s.IsMissing(row)).Select(
                    s => new Leftover(s.Step, s.Target, EvolutionErrors.KeyLost())));
            left.AddRange(found.Select(f => (row, f)));
        }
        return left;
    }

    private void Lift(PhysicalTable table, StoredRow row, SubjectKey? key, List<Leftover>? leftovers = null)
    {
        if (key is null || table.Evolution.SealedRules.Count == 0) return;
        foreach (var rule in table.Evolution.SealedRules)
            try
            {
                rule.Apply(row, key, sealing, leftovers);
            }
            catch (FaultException)
            {
                // An old value that was altered is none from which others could be made.
                leftovers?.Add(new(rule.Step, rule.Target, EvolutionErrors.KeyLost()));
            }
    }

    private static string?[]? Open(
        PhysicalTable table, StoredRow row, SubjectKey? key, IReadOnlyList<int> places, bool asFarAsCan)
    {
        if (key is null) return null;
        var texts = new string?[table.Fields.Count];
        foreach (var i in places)
        {
            if (row.Cells[i] is not SealedCell cell) continue;
            try
            {
                texts[i] = key.Open(table.Fields[i].SealName, cell.Bytes);
            }
            catch (FaultException) when (asFarAsCan)
            {
                // Whoever shows the row says that this field cannot be read.
            }
        }
        return texts;
    }

    /// <summary>Whose key seals the row.</summary>
    public static string Owner(PhysicalTable table, string id, object?[] cells) =>
        Cells.Subject(table, id, cells) ?? id;
}

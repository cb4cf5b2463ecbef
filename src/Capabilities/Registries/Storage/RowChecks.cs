using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Erasure;
using Lingnan.Registries.Merging;
using Lingnan.Registries.Model;

namespace Lingnan.Registries.Storage;

/// <summary>Decides what becomes of each row of a batch: all that needs the other rows,
/// of the register or of the batch.</summary>
internal sealed class RowChecks(RegisterTables tables, KnownRegions regions, References references, IdSource ids)
{
    /// <summary>Sets outcome, id and faults of every draft, in the batch's order.</summary>
    public async Task DecideAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<Draft> drafts, Found found, BatchOptions options,
        CancellationToken cancellationToken)
    {
        var unknownRegions = await UnknownRegionsAsync(session, table, drafts, cancellationToken);
        var seen = new Seen();
        foreach (var draft in drafts)
        {
            CheckReferences(table, draft, seen);
            CheckRow(draft, found, options, seen);
            CheckReach(table, draft, options);
            CheckFields(table, draft, found.Taken, unknownRegions, seen);
            if (draft.Faults.Count > 0) continue;
            draft.Id = draft.Existing?.Id ?? draft.Row.Id ?? draft.Id;
            draft.Outcome = draft.Existing is null ? RowOutcome.Created
                : draft.Row.Effective is null && IsSame(draft) ? RowOutcome.Unchanged
                : RowOutcome.Changed;
            draft.Id ??= ids.Next(table.Register.IdPrefix);
            seen.Add(table, draft);
        }
    }

    // A reference to a row of the same register may name one that stands earlier in the same batch.
    private void CheckReferences(PhysicalTable table, Draft draft, Seen seen)
    {
        foreach (var (name, value) in draft.Values.ToList())
        {
            var field = table.Field(name);
            if (field.Field.Type != FieldType.Reference || value is not string text || draft.Resolved.Contains(name))
                continue;
            var target = tables.Find(field.Field.Target!)!;
            if (target == table && references.KeyOf(table, text) is { } key && seen.Ids.TryGetValue(key, out var id))
            {
                draft.Values[name] = id;
                draft.Cells[table.IndexOf(name)] = id;
                draft.Key = Cells.Key(table, draft.Cells);
            }
            else draft.Refuse(name, RegistriesErrors.UnknownReference(target.Register.Title));
        }
    }

    private static void CheckRow(
        Draft draft, Found found, BatchOptions options, Seen seen)
    {
        if (draft.Row.Id is not null && draft.Existing is null && options.Caller.Kind != CallerKind.System)
            draft.Refuse(null, RegistriesErrors.RowNotFound());
        if (draft.Existing is { } kept && EraseRows.IsErased(kept)) draft.Refuse(null, ErasureErrors.PersonErased());
        else if (draft.Existing is { ClosedAt: not null }) draft.Refuse(null, RegistriesErrors.RowClosed());
        if (seen.Lines.TryGetValue(draft.Key, out var line)) draft.Refuse(null, RegistriesErrors.DuplicateInFile(line));
        else if (draft.Existing is { } existing)
        {
            if (options.ImportId is { } import && existing.ImportId == import)
                draft.Refuse(null, RegistriesErrors.DuplicateInFile(existing.ImportLine ?? 0));
            else if (draft.SeenAtLine is { } earlier) draft.Refuse(null, RegistriesErrors.DuplicateInFile(earlier));
            else if (!options.UpdateExisting) draft.Refuse(null, RegistriesErrors.RowExists());
            if (draft.Row.ExpectedVersion is { } expected && expected != existing.Version)
                draft.Refuse(null, RegistriesErrors.VersionMismatch(expected, existing.Version));
        }
        // The key of a row that was merged away would make the double anew.
        if (draft.Existing is null && found.Merged.TryGetValue(draft.Key, out var into))
            draft.Refuse(null, MergingErrors.KeyMerged(into));
        if (found.Owners.TryGetValue(draft.Key, out var owner) && draft.Row.Id is not null && owner.Id != draft.Row.Id)
            draft.Refuse(null, RegistriesErrors.KeyTaken());
    }

    private static void CheckReach(PhysicalTable table, Draft draft, BatchOptions options)
    {
        var permission = options.ImportId is null ? RegistriesPermissions.Write : RegistriesPermissions.Import;
        var reaches = options.Caller.Has(permission, Cells.Region(table, draft.Cells))
            && (draft.Existing is null || options.Caller.Has(permission, Cells.Region(table, draft.Existing.Cells)));
        if (!reaches) draft.Refuse(null, RegistriesErrors.OutOfReach());
    }

    private static void CheckFields(
        PhysicalTable table, Draft draft, IReadOnlyDictionary<(string, string), string> taken,
        IReadOnlySet<string> unknownRegions, Seen seen)
    {
        for (var i = 0; i < draft.Cells.Length; i++)
        {
            var field = table.Fields[i].Field;
            var mark = Cells.Mark(draft.Cells[i]);
            if (mark is null)
            {
                if (RowValidator.IsRequired(table.Register, field))
                    draft.Refuse(field.Name, RegistriesErrors.Required());
                continue;
            }
            if (field.Unique)
            {
                var isKey = table.Register.Key.Count == 1 && table.Register.Key[0] == field.Name;
                if (taken.TryGetValue((field.Name, mark), out var owner)
                    && owner != (draft.Existing?.Id ?? draft.Row.Id))
                    draft.Refuse(field.Name, RegistriesErrors.NotUnique());
                else if (!isKey && seen.Values.TryGetValue((field.Name, mark), out var line))
                    draft.Refuse(field.Name, RegistriesErrors.NotUniqueInFile(line));
            }
            if (field.Type == FieldType.Region && draft.Values.ContainsKey(field.Name) && unknownRegions.Contains(mark))
                draft.Refuse(field.Name, RegistriesErrors.UnknownRegion());
        }
    }

    private static bool IsSame(Draft draft)
    {
        for (var i = 0; i < draft.Cells.Length; i++)
            if (Cells.Mark(draft.Cells[i]) != Cells.Mark(draft.Existing!.Cells[i])) return false;
        return true;
    }

    /// <summary>Which rows hold the drafts' unique values now, by field and mark.</summary>
    public static async Task<IReadOnlyDictionary<(string, string), string>> TakenAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<Draft> drafts, CancellationToken cancellationToken)
    {
        var taken = new Dictionary<(string, string), string>();
        for (var i = 0; i < table.Fields.Count; i++)
        {
            var field = table.Fields[i];
            if (!field.Field.Unique) continue;
            var marks = drafts.Select(d => Cells.Mark(d.Cells[i])).OfType<string>().ToList();
            var column = field.IsSoleKey ? "row_key" : field.IsSealed ? field.Companion!.Name : field.Value.Name;
            foreach (var (mark, id) in field.IsWhole
                ? await RowCommands.FindNumbersAsync(session, table.Name, column, marks, cancellationToken)
                : await RowCommands.FindPairsAsync(session, table.Name, column, marks, cancellationToken))
                taken[(field.Field.Name, mark)] = id;
        }
        return taken;
    }

    // Rows that are regions themselves say what is known; the regions they lie in may come later.
    private async Task<IReadOnlySet<string>> UnknownRegionsAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<Draft> drafts, CancellationToken cancellationToken)
    {
        if (KnownRegions.IsSource(table.Register)) return new HashSet<string>();
        var fields = table.Register.Fields.Where(f => f.Type == FieldType.Region
            && f.Privacy != Privacy.Sealed).ToList();
        var codes = drafts.SelectMany(d => fields.Select(f => d.Values.GetValueOrDefault(f.Name) as string))
            .OfType<string>();
        return await regions.UnknownAsync(session, codes.ToHashSet(StringComparer.Ordinal), cancellationToken);
    }

    /// <summary>What the accepted rows of this batch already hold.</summary>
    private sealed class Seen
    {
        public Dictionary<string, long> Lines { get; } = new(StringComparer.Ordinal);
        public Dictionary<string, string> Ids { get; } = new(StringComparer.Ordinal);
        public Dictionary<(string Field, string Mark), long> Values { get; } = [];

        public void Add(PhysicalTable table, Draft draft)
        {
            Lines[draft.Key] = draft.Row.Line;
            Ids[draft.Key] = draft.Id!;
            for (var i = 0; i < draft.Cells.Length; i++)
                if (table.Fields[i].Field.Unique && Cells.Mark(draft.Cells[i]) is { } mark)
                    Values[(table.Fields[i].Field.Name, mark)] = draft.Row.Line;
        }
    }
}

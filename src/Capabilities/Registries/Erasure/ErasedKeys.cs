using Dapper;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Sealing;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Erasure;

/// <summary>Remembers the keys of erased persons, so that a file that names one is refused that row. What is kept is a
/// hash of a hash, equal to nothing else in the city, and tied to no row.</summary>
internal sealed class ErasedKeys(RegisterTables tables, References references, ISealing sealing)
{
    public async Task AddAsync(DbSession session, string register, IEnumerable<string> keys, long now)
    {
        foreach (var mark in keys.Distinct(StringComparer.Ordinal).Select(k => Mark(register, k)))
            await session.Connection.ExecuteAsync(
                "INSERT INTO registries_erased_keys (mark, register, erased_at) VALUES (@mark, @register, @now) "
                + "ON CONFLICT DO NOTHING", new { mark, register, now }, session.Transaction);
    }

    /// <summary>Refuses the drafts that would make an erased person anew, or that refer to one.</summary>
    public async Task RefuseAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<Draft> drafts, CancellationToken cancellationToken)
    {
        if (table.Register.IsPersons)
            await RefuseNewAsync(session, table, drafts, cancellationToken);
        foreach (var field in table.Register.Fields.Where(f => f.Type == FieldType.Reference))
            if (tables.Find(field.Target!) is { Register.IsPersons: true } target)
                await ExplainAsync(session, target, field, drafts, cancellationToken);
    }

    private async Task RefuseNewAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<Draft> drafts, CancellationToken cancellationToken)
    {
        var made = drafts.Where(d => d.Existing is null).ToList();
        var erased = await FindAsync(session, table, [.. made.Select(d => d.Key)], cancellationToken);
        foreach (var draft in made.Where(d => erased.Contains(d.Key))) Refuse(draft, null);
    }

    // The reference was found to lead nowhere; where it leads to a person who was, that is said.
    private async Task ExplainAsync(
        DbSession session, PhysicalTable target, FieldDeclaration field, IReadOnlyList<Draft> drafts,
        CancellationToken cancellationToken)
    {
        var code = RegistriesErrors.UnknownReference(target.Register.Title).Code;
        var lost = drafts.Where(d => d.Faults.Any(f => f.Field == field.Name && f.Error.Code == code))
            .Select(d => (Draft: d, Text: (string)d.Values[field.Name]!)).ToList();
        if (lost.Count == 0) return;
        var ids = lost.Select(l => l.Text).Where(t => References.IsId(target.Register, t)).ToList();
        var gone = (await sealing.StatesAsync(session, ids, cancellationToken))
            .Where(s => s.Value == SubjectKeyState.Destroyed).Select(s => s.Key).ToHashSet(StringComparer.Ordinal);
        var keys = lost.Where(l => !ids.Contains(l.Text))
            .Select(l => (l.Text, Key: references.KeyOf(target, l.Text))).Where(k => k.Key is not null).ToList();
        var erased = await FindAsync(session, target, [.. keys.Select(k => k.Key!)], cancellationToken);
        gone.UnionWith(keys.Where(k => erased.Contains(k.Key!)).Select(k => k.Text));
        foreach (var (draft, text) in lost.Where(l => gone.Contains(l.Text)))
        {
            draft.Faults.RemoveAll(f => f.Field == field.Name && f.Error.Code == code);
            Refuse(draft, field.Name);
        }
    }

    /// <summary>Those of the keys that an erased person had.</summary>
    private async Task<IReadOnlySet<string>> FindAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var register = table.Register.Name;
        // In most cities nobody was ever erased from this register; then nothing is hashed.
        if (keys.Count == 0 || !await session.Connection.ExecuteScalarAsync<bool>(
            "SELECT EXISTS (SELECT 1 FROM registries_erased_keys WHERE register = @register)", new { register },
            session.Transaction)) return new HashSet<string>();
        var marks = keys.Distinct(StringComparer.Ordinal).ToDictionary(k => Mark(register, k), k => k);
        var sql = new SqlText().Append("SELECT mark FROM registries_erased_keys WHERE ").AppendIn("mark", marks.Keys);
        await using var command = sql.Command(session);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken)) found.Add(marks[reader.GetString(0)]);
        return found;
    }

    private string Mark(string register, string key) => sealing.BlindIndex($"{register}/erased", key);

    private static void Refuse(Draft draft, string? field)
    {
        draft.Refuse(field, ErasureErrors.PersonErased());
        draft.Outcome = RowOutcome.Refused;
        draft.Id = null;
    }
}

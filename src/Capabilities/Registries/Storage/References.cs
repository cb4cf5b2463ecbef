using System.Text.RegularExpressions;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Sealing;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Model;

namespace Lingnan.Registries.Storage;

/// <summary>Finds the rows that references name, by internal id or by the natural key of the register they point
/// to.</summary>
internal sealed partial class References(RegisterTables tables, ISealing sealing)
{
    /// <summary>For each reference field the ids by the text written.</summary>
    public async Task<Dictionary<(string Field, string Text), string>> ResolveAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<Draft> drafts, CancellationToken cancellationToken)
    {
        var found = new Dictionary<(string, string), string>();
        foreach (var field in table.Fields.Where(f => f.Field.Type == FieldType.Reference))
        {
            var texts = drafts.Select(d => d.Values.GetValueOrDefault(field.Field.Name) as string).OfType<string>()
                .Distinct().ToList();
            if (texts.Count == 0 || tables.Find(field.Field.Target!) is not { } target) continue;
            var byId = texts.Where(t => IsId(target.Register, t)).ToList();
            foreach (var (_, id) in await RowCommands.FindPairsAsync(
                session, target.Name, "id", byId, cancellationToken))
                found[(field.Field.Name, id)] = id;

            var byKey = new Dictionary<string, List<string>>(StringComparer.Ordinal);
            foreach (var text in texts.Except(byId))
                if (KeyOf(target, text) is { } key)
                    (byKey.TryGetValue(key, out var same) ? same : byKey[key] = []).Add(text);
            foreach (var (key, id) in await RowCommands.FindPairsAsync(
                session, target.Name, "row_key", byKey.Keys, cancellationToken))
                foreach (var text in byKey[key]) found[(field.Field.Name, text)] = id;
        }
        return found;
    }

    /// <summary>The row key a natural key value makes, or null where the target is named by several fields or the text
    /// cannot be such a value.</summary>
    public string? KeyOf(PhysicalTable target, string text)
    {
        if (target.Register.Key.Count != 1) return null;
        var field = target.Field(target.Register.Key[0]);
        if (field.Field.Type == FieldType.Reference) return null;
        var parsed = FieldParser.Parse(field.Field, text, tables.LookUp);
        return parsed.IsOk ? Cells.Mark(Cells.Of(target, field, parsed.Value, sealing)) : null;
    }

    public static bool IsId(RegistryDeclaration register, string text) =>
        text.StartsWith(register.IdPrefix + "_", StringComparison.Ordinal) && IdTail().IsMatch(text);

    [GeneratedRegex("^[a-z]+_[0-9A-HJKMNP-TV-Z]{26}$")]
    private static partial Regex IdTail();
}

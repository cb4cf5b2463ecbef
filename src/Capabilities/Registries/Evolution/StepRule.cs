using System.Text.RegularExpressions;
using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Sealing;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Evolution;

/// <summary>What one step makes of the cells of a row. Pure: the same cells give the same cells, whenever and however
/// often the row is read.</summary>
internal sealed class StepRule
{
    private readonly PhysicalTable _table;
    private readonly ValidationContext _context;
    private readonly RegisterChange _change;
    private readonly int _source;
    private readonly IReadOnlyList<int> _targets;
    private readonly Regex? _pattern;

    private StepRule(PhysicalTable table, RegisterChange change, ValidationContext context)
    {
        (_table, _change, _context) = (table, change, context);
        var source = change.Kind == ChangeKind.Add ? change.FillFrom : change.Field;
        _source = source is null ? -1
            : table.IndexOf(FieldOrigin.Of(table.Register.Changes, source, change.Step));
        _targets = [.. (change.Kind == ChangeKind.Split ? change.Into : [change.Field]).Select(
            name => table.IndexOf(new FieldOrigin(name, change.Step)))];
        _pattern = change.Pattern is { } pattern
            ? new Regex($@"\A(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)
            : null;
    }

    public int Step => _change.Step;

    /// <summary>True when it works on sealed values, which takes the key of the row.</summary>
    public bool IsSealed => _source >= 0 && _table.Fields[_source].IsSealed;

    public static StepRule Of(PhysicalTable table, RegisterChange change, ValidationContext context) =>
        new(table, change, context);

    public void Apply(object?[] cells, List<Leftover>? leftovers)
    {
        var text = _change.Fill;
        if (_source >= 0)
        {
            if (cells[_source] is not { } cell) return;
            text = Canonical.Text(Cells.Value(_table.Fields[_source].Field, cell));
        }
        if (text is null) return;
        foreach (var (position, value) in Work(text, leftovers))
            cells[position] = value is decimal number
                ? Scaled.To(number, Canonical.Scale(_table.Fields[position].Field))
                : Canonical.Text(value);
    }

    /// <summary>The same for sealed values: what is missing is worked out and sealed under the row's own
    /// key. Rows of which a writer knew the step are left alone once all are filled.</summary>
    public void Apply(StoredRow row, SubjectKey key, ISealing sealing, List<Leftover>? leftovers)
    {
        if (!IsMissing(row) || row.Cells[_source] is not SealedCell source) return;
        var text = key.Open(_table.Fields[_source].SealName, source.Bytes);
        foreach (var (position, value) in Work(text, leftovers))
        {
            if (row.Cells[position] is not null || Canonical.Text(value) is not { } part) continue;
            var name = _table.Fields[position].SealName;
            row.Cells[position] = new SealedCell(key.Seal(name, part), sealing.BlindIndex(name, part));
        }
    }

    /// <summary>True where a row has an old value whose new ones are not there.</summary>
    public bool IsMissing(StoredRow row) => row.Cells[_source] is not null
        && _targets.Any(t => row.Cells[t] is null)
        && (row.Shape < Step || _targets.Any(t => _table.Evolution.Filling.Contains(_table.Fields[t].Field.Name)));

    /// <summary>The first field that the step gives values to.</summary>
    public string Target => _table.Fields[_targets[0]].Field.Name;

    private IEnumerable<(int Position, object Value)> Work(string text, List<Leftover>? leftovers)
    {
        var parts = _change.Kind == ChangeKind.Split ? Parts(text) : [_change.Map.GetValueOrDefault(text, text)];
        if (parts is null) leftovers?.Add(new(Step, Target, EvolutionErrors.NoParts()));
        for (var i = 0; i < (parts?.Length ?? 0); i++)
        {
            if (TextRules.Trim(parts![i]) is not { } part) continue;
            var field = _table.Fields[_targets[i]].Field;
            var read = Read(field, part);
            if (!read.IsOk) leftovers?.Add(new(Step, field.Name, read.Error));
            else if (read.Value is { } value) yield return (_targets[i], value);
        }
    }

    // A value is read as far as it says what the field asks for; ranges and patterns are the next writer's concern.
    private Result<object?> Read(FieldDeclaration field, string text)
    {
        var parsed = FieldParser.Parse(field, text, _context);
        return parsed.IsOk && parsed.Value is string s && field.Type == FieldType.Text
            && TextRules.Length(s) > field.MaxLength
            ? RegistriesErrors.TooLong(field.MaxLength, TextRules.Length(s))
            : parsed;
    }

    private string[]? Parts(string text)
    {
        if (_change.Separator is { } separator)
        {
            var parts = text.Split(separator, _targets.Count, StringSplitOptions.TrimEntries);
            return parts.Length == _targets.Count && !parts[^1].Contains(separator, StringComparison.Ordinal)
                ? parts : null;
        }
        if (_pattern is not null)
        {
            var match = _pattern.Match(text);
            return match.Success ? [.. match.Groups.Values.Skip(1).Select(g => g.Value)] : null;
        }
        var all = new List<string>();
        var at = 0;
        foreach (var length in _change.Lengths)
        {
            if (at + length >= text.Length) return null;
            all.Add(text.Substring(at, length));
            at += length;
        }
        all.Add(text[at..]);
        return [.. all];
    }
}

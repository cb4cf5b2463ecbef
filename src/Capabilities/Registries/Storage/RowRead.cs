using Lingnan.PackKit.Registries;
using Lingnan.Platform.Sealing;

namespace Lingnan.Registries.Storage;

/// <summary>What a statement takes of each row, and where it stands in the answer: every column with its bookkeeping,
/// or only what is shown. A page that shows few fields reads few, and where it shows no sealed one, no keys.</summary>
internal sealed class RowRead
{
    private enum Companions { None, Seals, All }

    private static readonly string[] ListedSystemColumns =
        ["id", "version", "recorded_at", "recorded_by", "valid_from", "valid_to", PhysicalTable.ShapeColumn];

    // By these a row is known to be closed or erased, which none in a list of what stands is.
    private static readonly string[] ShownSystemColumns = [.. ListedSystemColumns, "row_key", "closed_at"];

    private readonly int[] _system = new int[PhysicalTable.SystemColumns.Count];
    private readonly int[] _fields;

    private RowRead(
        PhysicalTable table, Func<string, bool> takesSystem, Func<int, bool> takesField, Companions companions)
    {
        HasBlindIndexes = companions != Companions.None;
        var columns = new List<string>();
        for (var i = 0; i < _system.Length; i++)
            _system[i] = Take(PhysicalTable.SystemColumns[i].Name, takesSystem(PhysicalTable.SystemColumns[i].Name));
        _fields = new int[table.Fields.Count];
        for (var i = 0; i < _fields.Length; i++)
        {
            var field = table.Fields[i];
            _fields[i] = Take(field.Value.Name, takesField(i));
            foreach (var beside in field.Columns.Skip(1))
                Take(beside.Name, companions == Companions.All || (companions == Companions.Seals && field.IsSealed));
        }
        Sealed = [.. Enumerable.Range(0, _fields.Length).Where(i => _fields[i] >= 0 && table.Fields[i].IsSealed)];
        KeyAt = columns.Count;
        Columns = string.Join(", ", columns);

        int Take(string column, bool isTaken)
        {
            if (!isTaken) return -1;
            columns.Add(column);
            return columns.Count - 1;
        }
    }

    /// <summary>The columns, as a statement names them.</summary>
    public string Columns { get; }

    /// <summary>Where the columns of the joined key begin.</summary>
    public int KeyAt { get; }

    /// <summary>Positions of the sealed fields that are taken.</summary>
    public IReadOnlyList<int> Sealed { get; }

    /// <summary>True where the blind index follows each sealed value.</summary>
    public bool HasBlindIndexes { get; }

    /// <summary>Everything kept, in the order of <see cref="PhysicalTable.Columns"/> and without the blocks at its
    /// end.</summary>
    public static RowRead Whole(PhysicalTable table) => new(table, _ => true, _ => true, Companions.All);

    /// <summary>What versions are shown and told apart by: everything but sort keys and bounds.</summary>
    public static RowRead Versions(PhysicalTable table) => new(table, _ => true, _ => true, Companions.Seals);

    /// <summary>What a reader is shown of a row: these fields, or all.</summary>
    /// <param name="table">Table.</param>
    /// <param name="shown">Names of the fields; null for all.</param>
    /// <param name="used">Fields that the page needs itself, as those it is ordered by.</param>
    /// <param name="standing">Whether only rows are read that are neither closed nor erased.</param>
    public static RowRead Shown(
        PhysicalTable table, IReadOnlySet<string>? shown, IEnumerable<PhysicalField> used, bool standing)
    {
        var system = standing ? ListedSystemColumns : ShownSystemColumns;
        // Fields of rows of an earlier shape are worked out from others.
        if (shown is null || table.Evolution.Shape > 0)
            return new(table, system.Contains, _ => true, Companions.None);
        var needed = used.Select(f => f.Field.Name).ToHashSet(StringComparer.Ordinal);
        if (table.Register.RegionField is { } region) needed.Add(region);
        if (table.Register is { IsPersons: false, SubjectField: { } subject }) needed.Add(subject);
        return new(
            table, system.Contains,
            i => table.Fields[i].Field.Name is var name && (shown.Contains(name) || needed.Contains(name)),
            Companions.None);
    }

    /// <summary>The columns and the join of a statement that reads rows and the keys of those whose they are.</summary>
    public (string Columns, string Join) WithKeys(PhysicalTable table, ISealing sealing) => Sealed.Count == 0
        ? (Columns, "")
        : ($"{Columns}, {JoinedKey.Columns}", sealing.JoinKey(OwnerSql(table)));

    /// <summary>Where this system column stands, or -1.</summary>
    public int System(int column) => _system[column];

    /// <summary>Where the value of the field at this position stands, or -1.</summary>
    public int Field(int position) => _fields[position];

    private static string OwnerSql(PhysicalTable table) =>
        table.Register is { IsPersons: false, SubjectField: { } name }
        ? $"COALESCE({table.Field(name).Value.Name}, id)"
        : "id";
}

using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Evolution;

/// <summary>A value that a step could not read.</summary>
internal sealed record Leftover(int Step, string Field, Error Reason);

/// <summary>
/// How rows of earlier shapes are read. Every row tells the step up to which it was written; what came later is worked
/// out from its old values as it is read, in one place, so that no reader sees a mixture. Versions in the history are
/// never rewritten and are read in the same way.
/// </summary>
internal sealed class TableEvolution
{
    private readonly PhysicalTable _table;
    private readonly Func<string, CodeListDeclaration?> _codeLists;
    private readonly Lazy<(IReadOnlyList<StepRule> Open, IReadOnlyList<StepRule> Sealed)> _rules;
    private volatile IReadOnlySet<string> _filling = new HashSet<string>();
    private volatile IReadOnlyDictionary<int, long> _appliedAt = new Dictionary<int, long>();

    public TableEvolution(PhysicalTable table, Func<string, CodeListDeclaration?> codeLists)
    {
        (_table, _codeLists) = (table, codeLists);
        Shape = table.Register.Changes.Count == 0 ? 0 : table.Register.Changes[^1].Step;
        _rules = new(Make);
    }

    /// <summary>The last step; 0 where there is none.</summary>
    public int Shape { get; }

    /// <summary>Fields whose column does not yet hold the value of every row: nothing is found or ordered by
    /// them.</summary>
    public IReadOnlySet<string> Filling
    {
        get => _filling;
        set => _filling = value;
    }

    /// <summary>When each step was taken.</summary>
    public IReadOnlyDictionary<int, long> AppliedAt
    {
        get => _appliedAt;
        set => _appliedAt = value;
    }

    /// <summary>Columns that steps have made, and those that follow from all fields.</summary>
    public IReadOnlyList<PhysicalColumn> MadeColumns =>
    [
        .. _table.Live.Where(f => f.Origin.Step > 0).SelectMany(f => f.Columns),
        .. _table.Columns.Where(c => c.Name == PhysicalTable.ShapeColumn || PhysicalBlock.IsBlock(c.Name)),
    ];

    /// <summary>Names of the fields whose values these steps work out.</summary>
    public HashSet<string> MadeBy(IReadOnlySet<int> steps) =>
        [.. _table.Live.Where(f => steps.Contains(f.Origin.Step)).Select(f => f.Field.Name)];

    /// <summary>True when the step gives values to rows so far.</summary>
    public static bool Fills(RegisterChange change) => change.Kind is ChangeKind.Split or ChangeKind.Retype
        || change is { Kind: ChangeKind.Add, Fill: not null } or { Kind: ChangeKind.Add, FillFrom: not null };

    /// <summary>Brings the cells of a row from the shape it was written in to the present one.</summary>
    public void Lift(object?[] cells, long from, List<Leftover>? leftovers = null)
    {
        foreach (var rule in _rules.Value.Open)
            if (rule.Step > from) rule.Apply(cells, leftovers);
    }

    /// <summary>Steps that work on sealed values: done where the row's key is at hand.</summary>
    public IReadOnlyList<StepRule> SealedRules => _rules.Value.Sealed;

    /// <summary>True where a reader of the past is shown a closed field: what was written before it was
    /// closed.</summary>
    public bool IsShownThen(int position, StoredRow row)
    {
        var closed = _table.Register.ClosedFields[position - _table.Live.Count];
        return row.Cells[position] is not null && row.RecordedAt < _appliedAt.GetValueOrDefault(closed.Step);
    }

    private (IReadOnlyList<StepRule> Open, IReadOnlyList<StepRule> Sealed) Make()
    {
        var context = new ValidationContext
        {
            CodeList = _codeLists, Today = DateOnly.MaxValue, IsDemo = true, LookUp = true,
        };
        var rules = _table.Register.Changes.Where(Fills).Select(c => StepRule.Of(_table, c, context)).ToLookup(
            r => r.IsSealed);
        return ([.. rules[false]], [.. rules[true]]);
    }
}

using Lingnan.Kernel;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Model;

namespace Lingnan.Registries.Storage;

/// <summary>A row on its way into the register.</summary>
internal sealed class Draft(ValidRow row)
{
    public ValidRow Row { get; } = row;

    /// <summary>Values with references as internal ids.</summary>
    public Dictionary<string, object?> Values { get; } = new(row.Values, StringComparer.Ordinal);

    /// <summary>Reference fields whose row was found in the register they point to.</summary>
    public HashSet<string> Resolved { get; } = new(StringComparer.Ordinal);

    /// <summary>The row as it stands, or null when it is to be made.</summary>
    public StoredRow? Existing { get; set; }

    /// <summary>Cells as they will be: text, scaled number, <see cref="SealedCell"/> kept or <see cref="PendingSeal"/>
    /// new.</summary>
    public object?[] Cells { get; set; } = [];

    /// <summary>The line of the same file that found the row unchanged, or null.</summary>
    public long? SeenAtLine { get; set; }

    public string Key { get; set; } = "";
    public string? Id { get; set; }
    public RowOutcome Outcome { get; set; } = RowOutcome.Refused;
    public StoredRow? Written { get; set; }

    /// <summary>The written version as columns, made once: pinyin keys are not cheap.</summary>
    public object?[] Columns { get; set; } = [];

    /// <summary>What a change for certain days makes of the believed versions; empty for one without.</summary>
    public TimedChange? Timed { get; set; }
    public List<FieldFault> Faults { get; } = [];

    public void Refuse(string? field, Error error) => Faults.Add(new FieldFault(field, error));
}

using YamlDotNet.RepresentationModel;

namespace Lingnan.PackKit.Registries;

/// <summary>What a step of change does.</summary>
public enum ChangeKind
{
    /// <summary>A field that was not there before.</summary>
    Add,
    /// <summary>Another name for the same field.</summary>
    Rename,
    /// <summary>One field becomes several and is closed.</summary>
    Split,
    /// <summary>A field of another type takes the place of one that is closed.</summary>
    Retype,
    /// <summary>A field is no longer written; what it held stays readable in the history.</summary>
    Close,
}

/// <summary>One declared step by which a register came to its present shape. Names are those of the time of the
/// step.</summary>
public sealed record RegisterChange
{
    /// <summary>Number, rising from step to step.</summary>
    public required int Step { get; init; }
    /// <summary>Day it was decided.</summary>
    public DateOnly? Date { get; init; }
    /// <summary>What it does.</summary>
    public required ChangeKind Kind { get; init; }
    /// <summary>The field it concerns; of a renaming the old name.</summary>
    public required string Field { get; init; }
    /// <summary>New name of a renaming.</summary>
    public string? To { get; init; }
    /// <summary>Fields that a split one becomes.</summary>
    public IReadOnlyList<string> Into { get; init; } = [];
    /// <summary>What every row so far has in an added field, or null.</summary>
    public string? Fill { get; init; }
    /// <summary>Field whose value rows so far have in an added field, or null.</summary>
    public string? FillFrom { get; init; }
    /// <summary>What parts the values of a split field, or null.</summary>
    public string? Separator { get; init; }
    /// <summary>Pattern whose groups, in order, are the values of a split field, or null.</summary>
    public string? Pattern { get; init; }
    /// <summary>Lengths of the parts of a code that is split; the last part takes the rest.</summary>
    public IReadOnlyList<int> Lengths { get; init; } = [];
    /// <summary>The field as it was before a retype, or null.</summary>
    public FieldDeclaration? Was { get; init; }
    /// <summary>Texts that are read as other texts in a retype.</summary>
    public IReadOnlyDictionary<string, string> Map { get; init; } =
        new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Where it is declared, for faults that show once all packs are read.</summary>
    internal YamlMappingNode? Node { get; init; }
}

/// <summary>A field that a change has closed.</summary>
/// <param name="Field">As it was, with nothing asked of it any more.</param>
/// <param name="Name">Its name at the time of the step.</param>
/// <param name="Step">Step that closed it.</param>
public sealed record ClosedField(FieldDeclaration Field, string Name, int Step);

/// <summary>Whence a field comes: the name it was first given, and the step that did, 0 for the beginning.</summary>
/// <param name="Name">First name.</param>
/// <param name="Step">Step, or 0.</param>
public sealed record FieldOrigin(string Name, int Step)
{
    /// <summary>The origin of the field that bore <paramref name="name"/> just before step
    /// <paramref name="before"/>.</summary>
    public static FieldOrigin Of(IReadOnlyList<RegisterChange> changes, string name, int before = int.MaxValue)
    {
        for (var i = changes.Count - 1; i >= 0; i--)
        {
            var change = changes[i];
            if (change.Step >= before) continue;
            if (change.Kind == ChangeKind.Rename && change.To == name) name = change.Field;
            else if (change.Kind == ChangeKind.Split ? change.Into.Contains(name)
                : change.Kind is ChangeKind.Add or ChangeKind.Retype && change.Field == name)
                return new(name, change.Step);
        }
        return new(name, 0);
    }
}

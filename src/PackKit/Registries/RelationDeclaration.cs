using Lingnan.Kernel;
using YamlDotNet.RepresentationModel;

namespace Lingnan.PackKit.Registries;

/// <summary>How rows of a register are related to rows of the same or another one. At most one row stands at the far
/// end of a field that is unique or not repeated; how many there may be follows from the fields.</summary>
public sealed record RelationDeclaration
{
    /// <summary>Code, kebab-case, unique among all relations that begin or end at the register.</summary>
    public required string Code { get; init; }
    /// <summary>What those at the far end are, seen from a row of this register.</summary>
    public required LocalText Title { get; init; }
    /// <summary>Code of the way back, unique at the far register.</summary>
    public required string InverseCode { get; init; }
    /// <summary>What those at this end are, seen from the far one.</summary>
    public required LocalText InverseTitle { get; init; }
    /// <summary>The declaring register (<c>pack:table</c>): the near end.</summary>
    public required string Register { get; init; }
    /// <summary>The register whose rows hold the relation: the declaring one or a link register.</summary>
    public required string Holder { get; init; }
    /// <summary>Field of a link register that names the near row, or null: then the holding row is the near
    /// one.</summary>
    public string? From { get; init; }
    /// <summary>Field of the holder that names the far row.</summary>
    public required string To { get; init; }
    /// <summary>Register at the far end, or empty where a link register's field tells it.</summary>
    public required string Target { get; init; }
    /// <summary>True when <see cref="To"/> holds the far row's key as it is written, not its id.</summary>
    public bool ByKey { get; init; }
    /// <summary>Number field of a link register: the share in hundredths that the far row holds in the near one, or
    /// null.</summary>
    public string? Share { get; init; }
    /// <summary>Date field of the holder: first day of the relation, or null.</summary>
    public string? Since { get; init; }
    /// <summary>Date field of the holder: last day of the relation, or null.</summary>
    public string? Until { get; init; }
    /// <summary>True when following it must never lead back: a write that closes a circle is refused.</summary>
    public bool Acyclic { get; init; }

    /// <summary>Register at the far end, which the holder's field tells where the relation does not.</summary>
    public string TargetIn(RegistryDeclaration holder)
    {
        ArgumentNullException.ThrowIfNull(holder);
        return Target.Length > 0 ? Target : holder.Fields.FirstOrDefault(f => f.Name == To)?.Target ?? "";
    }

    /// <summary><c>pack:table/code</c>.</summary>
    public string Name => $"{Register}/{Code}";

    /// <summary>Where it was declared, for faults found when all files are read.</summary>
    internal YamlMappingNode? Node { get; init; }
}

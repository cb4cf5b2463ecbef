using Lingnan.Kernel;

namespace Lingnan.PackKit.Registries;

/// <summary>A declared register: one table of the city, from <c>registries/{table}.yaml</c>.</summary>
public sealed record RegistryDeclaration
{
    /// <summary>Pack it belongs to.</summary>
    public required string Pack { get; init; }
    /// <summary>Table id, kebab-case, unique in the pack.</summary>
    public required string Table { get; init; }
    /// <summary>Version of the declaration, from 1.</summary>
    public int Version { get; init; } = 1;
    /// <summary>Title.</summary>
    public required LocalText Title { get; init; }
    /// <summary>What a row stands for and where it comes from.</summary>
    public required LocalText Summary { get; init; }
    /// <summary>Department that answers for the content.</summary>
    public required LocalText Owner { get; init; }
    /// <summary>Prefix of internal row ids, lower-case letters (<c>p</c> gives <c>p_01J…</c>).</summary>
    public required string IdPrefix { get; init; }
    /// <summary>True when a row is a person: its id is the subject of sealing keys and of the read log.</summary>
    public bool IsPersons { get; init; }
    /// <summary>Name of a reference field to a register of persons, when a row is about a person but is not one; else
    /// null.</summary>
    public string? SubjectField { get; init; }
    /// <summary>Name of the region field that data scope follows, or null: then only a city-wide grant reaches
    /// rows.</summary>
    public string? RegionField { get; init; }
    /// <summary>Name of the field shown as a row's title.</summary>
    public required string TitleField { get; init; }
    /// <summary>Fields that together name a row in the world; an import finds the row to update by them. Never
    /// empty.</summary>
    public required IReadOnlyList<string> Key { get; init; }
    /// <summary>Field the list is ordered by when nothing else is asked.</summary>
    public required string DefaultSort { get; init; }
    /// <summary>Orders over several fields, each kept as an index; a field runs downwards after a hyphen
    /// (<c>-birth</c>). Rows that are equal in all of them follow their id.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Orders { get; init; } = [];
    /// <summary>How rows that mean the same thing are found, or null: then they are told apart by their key
    /// only.</summary>
    public MatchingDeclaration? Matching { get; init; }
    /// <summary>Sources whose words together make its rows, or null: then what is written stands.</summary>
    public SourcesDeclaration? Sources { get; init; }
    /// <summary>How its rows are related to others.</summary>
    public IReadOnlyList<RelationDeclaration> Relations { get; init; } = [];
    /// <summary>Fields shown as list columns, in order.</summary>
    public required IReadOnlyList<string> ListFields { get; init; }
    /// <summary>True when the register's entry (not its rows) is listed in the public catalogue.</summary>
    public bool Listed { get; init; } = true;
    /// <summary>True when anyone may read its public fields without signing in.</summary>
    public bool Open { get; init; }
    /// <summary>How it stands in the catalogue of information resources, or null: then all follows from its
    /// fields.</summary>
    public CatalogDeclaration? Catalog { get; init; }
    /// <summary>Consent that whole values rest on, or null: then they rest on the law that made the
    /// register.</summary>
    public ConsentDeclaration? Consent { get; init; }
    /// <summary>Fields, in order.</summary>
    public required IReadOnlyList<FieldDeclaration> Fields { get; init; }
    /// <summary>Steps by which it came to its present shape, in order.</summary>
    public IReadOnlyList<RegisterChange> Changes { get; init; } = [];
    /// <summary>Fields that steps have closed: never written, shown in the history only.</summary>
    public IReadOnlyList<ClosedField> ClosedFields { get; init; } = [];
    /// <summary>Rows that the test run puts through the register.</summary>
    public required IReadOnlyList<RegistryExample> Examples { get; init; }
    /// <summary>File it was declared in, relative to the packs' folder.</summary>
    public required string File { get; init; }

    /// <summary><c>pack:table</c>.</summary>
    public string Name => $"{Pack}:{Table}";

    /// <summary>The field of that name; throws when there is none.</summary>
    public FieldDeclaration Field(string name) => Fields.First(f => f.Name == name);
}

/// <summary>A row of example.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Values">Texts by field name, as a file would carry them.</param>
/// <param name="FaultField">Field whose fault is expected, or null when the row is good.</param>
/// <param name="FaultCode">Code of the expected fault, or null when the row is good.</param>
/// <param name="Line">Line in the file.</param>
public sealed record RegistryExample(
    string Title, IReadOnlyDictionary<string, string?> Values, string? FaultField, string? FaultCode, int Line);

using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;

namespace Lingnan.Registries.Contracts;

/// <summary>A way to go from a row.</summary>
/// <param name="Code">Code of the relation or of its way back.</param>
/// <param name="Title">What stands at the far end.</param>
/// <param name="IsInverse">True for the way back.</param>
/// <param name="Target">Register at the far end.</param>
/// <param name="Link">Link register, or null.</param>
/// <param name="HasShare">True when the links tell shares.</param>
public sealed record RelationStep(
    string Code, LocalText Title, bool IsInverse, string Target, string? Link, bool HasShare);

/// <summary>How relations are read.</summary>
public record RelationQuestion
{
    /// <summary>Day on which the relations hold; null is that of <see cref="KnownAt"/>, else today.</summary>
    public DateOnly? ValidAt { get; init; }
    /// <summary>Relations as they had been recorded by then, inclusive; null is now. What their ends are called is
    /// told as it is now, and a row that was merged since is followed to the one that stays.</summary>
    public DateTimeOffset? KnownAt { get; init; }
    /// <summary>True to ask for whole values and for relations by personal fields; needs permission and
    /// purpose.</summary>
    public bool Unmask { get; init; }
    /// <summary>Why, when whole values are asked for.</summary>
    public AccessPurpose? Purpose { get; init; }
}

/// <summary>Which neighbours are asked for.</summary>
public sealed record NeighbourQuestion : RelationQuestion
{
    /// <summary>Only this relation, or null for all.</summary>
    public string? Relation { get; init; }
    /// <summary>Cursor of that relation's page before, or null.</summary>
    public string? Cursor { get; init; }
    /// <summary>Neighbours of each relation, 1 to 200.</summary>
    public int Limit { get; init; } = 50;
}

/// <summary>Where a walk goes.</summary>
public sealed record WalkQuestion : RelationQuestion
{
    /// <summary>Codes parted by slashes, each of the register reached; a star after one repeats it as often as it
    /// goes. Null goes every way.</summary>
    public string? Path { get; init; }
    /// <summary>Steps at most, 1 to 8; of a starred step, its repetitions.</summary>
    public int Depth { get; init; } = 2;
}

/// <summary>A related row as the reader may see it.</summary>
/// <param name="Register">Register.</param>
/// <param name="Id">Id.</param>
/// <param name="Title">Title, masked where it is personal; null where it is not shown.</param>
/// <param name="LinkId">Row of the link register, or null.</param>
/// <param name="Share">Share in hundredths, or null.</param>
/// <param name="Since">First day, or null.</param>
/// <param name="Until">Last day, or null.</param>
public sealed record RelatedRow(
    string Register, string Id, string? Title, string? LinkId, decimal? Share, DateOnly? Since, DateOnly? Until);

/// <summary>The neighbours by one relation.</summary>
/// <param name="Step">The relation.</param>
/// <param name="Items">Those that the reader may see.</param>
/// <param name="Hidden">How many more there are on this page that the reader may not see.</param>
/// <param name="Next">Cursor of the next page, or null at the end.</param>
public sealed record RelationGroup(RelationStep Step, IReadOnlyList<RelatedRow> Items, int Hidden, string? Next);

/// <summary>The neighbours of a row.</summary>
/// <param name="Id">The row; another than asked for when that was merged into it.</param>
/// <param name="Title">Its title as the reader may see it, or null.</param>
/// <param name="MergedFrom">The row asked for, when it was merged.</param>
/// <param name="Groups">By relation and direction.</param>
public sealed record Neighbours(
    string Id, string? Title, string? MergedFrom, IReadOnlyList<RelationGroup> Groups);

/// <summary>A row that a walk reached.</summary>
/// <param name="Register">Register.</param>
/// <param name="Id">Id.</param>
/// <param name="Title">Title as the reader may see it, or null.</param>
/// <param name="Depth">Steps from the start, the fewest.</param>
/// <param name="IsEnd">True when the declared path ends here.</param>
public sealed record WalkNode(string Register, string Id, string? Title, int Depth, bool IsEnd);

/// <summary>A relation that a walk followed, once whichever way it was met.</summary>
/// <param name="Code">Code of the way it was followed.</param>
/// <param name="From">Row it was followed from, <c>pack:table/id</c>.</param>
/// <param name="To">Row it led to.</param>
/// <param name="Share">Share in hundredths, or null.</param>
/// <param name="Cycle">True when following the same relation from its end leads back to its beginning.</param>
public sealed record WalkEdge(string Code, string From, string To, decimal? Share, bool Cycle);

/// <summary>What a walk found.</summary>
/// <param name="Id">The row it began at.</param>
/// <param name="MergedFrom">The row asked for, when it was merged into that.</param>
/// <param name="Nodes">Rows reached, the start first.</param>
/// <param name="Edges">Relations followed.</param>
/// <param name="Hidden">Relations that the reader may not follow.</param>
/// <param name="Limits">Limits that ended it early: <c>depth</c>, <c>nodes</c>, <c>fan-out</c>.</param>
public sealed record WalkAnswer(
    string Id, string? MergedFrom, IReadOnlyList<WalkNode> Nodes, IReadOnlyList<WalkEdge> Edges, int Hidden,
    IReadOnlyList<string> Limits);

/// <summary>What one holds in an entity, through all chains.</summary>
/// <param name="Register">Register of the holder, or of the link where the holder is only named.</param>
/// <param name="Id">Id of the row.</param>
/// <param name="Title">Name as the reader may see it.</param>
/// <param name="Share">Hundredths held through all chains: of one hundred shares followed from owner to owner, how
/// many come to this one.</param>
/// <param name="Direct">Hundredths held without others between, or null.</param>
/// <param name="IsUltimate">True when nobody known holds this one.</param>
/// <param name="Cycle">True when this one is held, through others, by itself.</param>
public sealed record Holding(
    string Register, string Id, string? Title, decimal Share, decimal? Direct, bool IsUltimate, bool Cycle);

/// <summary>Who holds an entity. Ultimate holders, hidden, unknown, circular and cut shares come to one
/// hundred.</summary>
/// <param name="Id">The entity.</param>
/// <param name="MergedFrom">The row asked for, when it was merged into that.</param>
/// <param name="Holdings">Every holder that the reader may see, largest first.</param>
/// <param name="Hidden">Hundredths of holders that the reader may not see.</param>
/// <param name="Unknown">Hundredths that no row tells of.</param>
/// <param name="Circular">Hundredths held only by entities that hold one another.</param>
/// <param name="Cut">Hundredths beyond the limits.</param>
/// <param name="Limits">Limits that ended the walk early.</param>
/// <param name="Overfull">True when some entity's shares come to more than one hundred; they were scaled.</param>
public sealed record ShareAnswer(
    string Id, string? MergedFrom, IReadOnlyList<Holding> Holdings, decimal Hidden, decimal Unknown, decimal Circular,
    decimal Cut, IReadOnlyList<string> Limits, bool Overfull);

/// <summary>Declared relations between rows, as far as the reader may see both ends and the field that joins
/// them.</summary>
public interface IRelations
{
    /// <summary>The ways from rows of a register.</summary>
    IReadOnlyList<RelationStep> Of(RegistryDeclaration register);
    /// <summary>The neighbours of a row.</summary>
    Task<Result<Neighbours>> NeighboursAsync(
        RegistryDeclaration register, string id, NeighbourQuestion question, Caller caller,
        CancellationToken cancellationToken = default);
    /// <summary>A walk from a row.</summary>
    Task<Result<WalkAnswer>> WalkAsync(
        RegistryDeclaration register, string id, WalkQuestion question, Caller caller,
        CancellationToken cancellationToken = default);
    /// <summary>Who holds an entity, through all chains.</summary>
    Task<Result<ShareAnswer>> SharesAsync(
        RegistryDeclaration register, string id, RelationQuestion question, Caller caller,
        CancellationToken cancellationToken = default);
}

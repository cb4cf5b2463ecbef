using Lingnan.Kernel;

namespace Lingnan.PackKit;

/// <summary>A sentence of a municipal plan that a pack answers.</summary>
/// <param name="Seed">Number of the plan, <c>000</c> to <c>004</c>.</param>
/// <param name="Quote">The words as printed.</param>
public sealed record PlanSentence(string Seed, string Quote);

/// <summary>One city system: a folder of declarations, loaded and checked.</summary>
public sealed record Pack
{
    /// <summary>Id, equal to the folder's name: lower-case words joined by hyphens.</summary>
    public required string Id { get; init; }
    /// <summary>Title.</summary>
    public required LocalText Title { get; init; }
    /// <summary>One or two sentences: what it is for.</summary>
    public required LocalText Summary { get; init; }
    /// <summary>Department that owns it.</summary>
    public required LocalText Owner { get; init; }
    /// <summary>Ids of the packs whose declarations it refers to.</summary>
    public IReadOnlyList<string> Uses { get; init; } = [];
    /// <summary>Numbers of the plan rows it carries (1 to 537).</summary>
    public IReadOnlyList<int> Carries { get; init; } = [];
    /// <summary>Plan sentences it answers.</summary>
    public IReadOnlyList<PlanSentence> Answers { get; init; } = [];
    /// <summary>Folder it was loaded from.</summary>
    public required string Folder { get; init; }
    /// <summary>What its sections declare, in file order.</summary>
    public IReadOnlyList<object> Declarations { get; init; } = [];
    /// <summary>Words of its own, by key, from <c>strings/</c>.</summary>
    public IReadOnlyDictionary<string, LocalText> Strings { get; init; } = new Dictionary<string, LocalText>();
    /// <summary>Its end-to-end story, or null.</summary>
    public Scenario? Scenario { get; init; }

    /// <summary>The declarations of one type.</summary>
    public IEnumerable<T> All<T>() => Declarations.OfType<T>();
}

/// <summary>All loaded packs, whose references resolve.</summary>
/// <param name="Packs">In the order of their ids.</param>
public sealed record PackSet(IReadOnlyList<Pack> Packs)
{
    /// <summary>The declarations of one type in all packs.</summary>
    public IEnumerable<T> All<T>() => Packs.SelectMany(p => p.All<T>());

    /// <summary>The pack, or null.</summary>
    public Pack? Find(string id) => Packs.FirstOrDefault(p => p.Id == id);
}

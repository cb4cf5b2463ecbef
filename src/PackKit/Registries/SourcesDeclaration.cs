using Lingnan.Kernel;

namespace Lingnan.PackKit.Registries;

/// <summary>The sources that feed a register, and whose word stands for which field.</summary>
public sealed record SourcesDeclaration
{
    /// <summary>The sources, in order; of equal ones the first stands.</summary>
    public required IReadOnlyList<SourceDeclaration> All { get; init; }
    /// <summary>Rules for groups of fields; a field is in one group at most.</summary>
    public IReadOnlyList<AuthorityDeclaration> Authority { get; init; } = [];
    /// <summary>Which value stands for fields in no group.</summary>
    public Survivorship Otherwise { get; init; }

    /// <summary>The source whose word rows are taken for that were there before any source spoke of them, or
    /// null.</summary>
    public SourceDeclaration? Original => All.FirstOrDefault(s => s.IsOriginal);

    /// <summary>The source of that code, or null.</summary>
    public SourceDeclaration? Find(string code) => All.FirstOrDefault(s => s.Code == code);

    /// <summary>The rule of a field.</summary>
    public AuthorityDeclaration RuleOf(string field) =>
        Authority.FirstOrDefault(a => a.Fields.Contains(field)) ?? new([field], [], Otherwise, true);
}

/// <summary>A source of a register.</summary>
/// <param name="Code">Code, kebab-case, by which imports and writes name it.</param>
/// <param name="Name">What it is.</param>
/// <param name="Provider">Department that answers for it.</param>
/// <param name="IsOriginal">True for the one source whose word rows are that were written without naming a
/// source.</param>
/// <param name="Unit">Id of the only unit that decides about its word, or null: then whoever may decide about
/// sources in the region.</param>
public sealed record SourceDeclaration(
    string Code, LocalText Name, LocalText Provider, bool IsOriginal = false, string? Unit = null);

/// <summary>Whose value stands for some fields.</summary>
/// <param name="Fields">The fields.</param>
/// <param name="Order">Codes of the authoritative sources: the first one that says anything stands.</param>
/// <param name="Otherwise">Which value stands where none of them says anything.</param>
/// <param name="Compare">True when sources that differ are a conflict that people decide; false where it is normal that
/// they differ.</param>
public sealed record AuthorityDeclaration(
    IReadOnlyList<string> Fields, IReadOnlyList<string> Order, Survivorship Otherwise, bool Compare);

/// <summary>Which of several values stands.</summary>
public enum Survivorship
{
    /// <summary>What was said last; a source that repeats itself says nothing new.</summary>
    Recent,
    /// <summary>What most sources say; of equally many the most recent.</summary>
    Agreed,
    /// <summary>What says most: the longest text; of equally long ones the most recent.</summary>
    Complete,
}

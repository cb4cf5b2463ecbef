using Lingnan.Kernel;

namespace Lingnan.PackKit.Registries;

/// <summary>A list of codes with validity, from <c>codelists/{id}.yaml</c>.</summary>
public sealed record CodeListDeclaration
{
    /// <summary>Pack it belongs to.</summary>
    public required string Pack { get; init; }
    /// <summary>Id, kebab-case.</summary>
    public required string Id { get; init; }
    /// <summary>Title.</summary>
    public required LocalText Title { get; init; }
    /// <summary>Standard or document the codes come from, with its edition.</summary>
    public required string Source { get; init; }
    /// <summary>Codes, in order.</summary>
    public required IReadOnlyList<CodeItem> Items { get; init; }

    /// <summary><c>pack:id</c>.</summary>
    public string Name => $"{Pack}:{Id}";
}

/// <summary>A code.</summary>
/// <param name="Code">As written in records.</param>
/// <param name="Title">Meaning.</param>
/// <param name="From">First day it is valid, inclusive, or null.</param>
/// <param name="To">Last day it is valid, inclusive, or null.</param>
public sealed record CodeItem(string Code, LocalText Title, DateOnly? From, DateOnly? To);

using Lingnan.Platform.Storage;

namespace Lingnan.Catalog.Contracts;

/// <summary>A resource that a declaration describes.</summary>
/// <param name="Source">Name of the source, e.g. a register <c>pack:table</c>; stable.</param>
/// <param name="Description">Its description.</param>
/// <param name="Listed">True when it goes straight into the public catalogue; else it begins as a draft.</param>
public sealed record DeclaredResource(string Source, ResourceDescription Description, bool Listed);

/// <summary>Implemented by capabilities whose declarations are resources. All of them are asked at start.</summary>
public interface IResourceSource
{
    /// <summary>What they declare.</summary>
    IReadOnlyList<DeclaredResource> Resources { get; }
}

/// <summary>Told of real writes, so that freshness is measured rather than claimed.</summary>
public interface IFreshness
{
    /// <summary>Notes, in the session, that rows of a source were written.</summary>
    Task NoteAsync(DbSession session, string source, CancellationToken cancellationToken = default);
}

/// <summary>Brings declared resources into the catalogue.</summary>
public interface IDeclaredResources
{
    /// <summary>Makes a resource of each new declaration and a draft of each changed one. Runs at start; running it
    /// again changes nothing.</summary>
    /// <returns>How many were made or changed.</returns>
    Task<int> EnsureAsync(CancellationToken cancellationToken = default);
}

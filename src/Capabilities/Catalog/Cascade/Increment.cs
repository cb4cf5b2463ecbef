using System.Text.Json.Serialization;
using Lingnan.Catalog.Contracts;

namespace Lingnan.Catalog.Cascade;

/// <summary>What an increment says of a resource.</summary>
[JsonConverter(typeof(ChoiceConverter<IncrementState>))]
internal enum IncrementState
{
    /// <summary>It stands in the catalogue as described.</summary>
    Published,
    /// <summary>It was taken out.</summary>
    Withdrawn,
}

/// <summary>How one published resource stands now, a line of the feed. Each resource is in the feed once, at the
/// position of its last change.</summary>
/// <param name="Position">Grows with every change of the catalogue that reports.</param>
/// <param name="Code">Its code there.</param>
/// <param name="State">Published or withdrawn.</param>
/// <param name="PublishedAt">When it was published last.</param>
/// <param name="Description">Its description, or null when withdrawn.</param>
internal sealed record Increment(
    long Position, string Code, IncrementState State, DateTimeOffset? PublishedAt, ResourceDescription? Description);

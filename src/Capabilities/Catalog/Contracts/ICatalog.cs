using Lingnan.Kernel;
using Lingnan.Platform.Permissions;

namespace Lingnan.Catalog.Contracts;

/// <summary>A search in the catalogue. Choices of one facet are joined by or, facets by and.</summary>
public sealed record CatalogQuery
{
    /// <summary>Words, or null for everything.</summary>
    public string? Text { get; init; }
    /// <summary>Chosen values by facet, see <see cref="CatalogFacets"/>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Facets { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();
    /// <summary>Cursor of an earlier page, or null.</summary>
    public string? Cursor { get; init; }
    /// <summary>Rows of the page.</summary>
    public int Limit { get; init; } = 20;
}

/// <summary>Names of the facets.</summary>
public static class CatalogFacets
{
    /// <summary>Department.</summary>
    public const string Provider = "provider";
    /// <summary>First digits of the classification: class and item.</summary>
    public const string Class = "class";
    /// <summary>Share class.</summary>
    public const string Share = "share";
    /// <summary>Open class.</summary>
    public const string Open = "open";
    /// <summary>Update cycle.</summary>
    public const string Cycle = "cycle";
    /// <summary>Format.</summary>
    public const string Format = "format";
    /// <summary>State.</summary>
    public const string State = "state";
    /// <summary>Town, nine digits; <c>city</c> where the resource is the whole city's.</summary>
    public const string Town = "town";

    /// <summary>All of them, in the order they are shown.</summary>
    public static IReadOnlyList<string> All { get; } = [Class, Provider, Share, Open, Cycle, Format, Town, State];
}

/// <summary>A value of a facet.</summary>
/// <param name="Value">Value to choose.</param>
/// <param name="Title">Words, or null where the value stands for itself.</param>
/// <param name="Count">Resources that have it, with the other facets as chosen.</param>
public sealed record FacetCount(string Value, LocalText? Title, int Count);

/// <summary>A page of a search.</summary>
/// <param name="Items">Resources, best first.</param>
/// <param name="Next">Cursor of the next page, or null.</param>
/// <param name="Total">Resources found.</param>
/// <param name="Facets">Counts by facet.</param>
public sealed record CatalogPage(
    IReadOnlyList<Resource> Items, string? Next, int Total,
    IReadOnlyDictionary<string, IReadOnlyList<FacetCount>> Facets);

/// <summary>How well a part of the city is catalogued.</summary>
/// <param name="Key">Department, or town code.</param>
/// <param name="Title">Words of the key, or null.</param>
/// <param name="Resources">Resources in all.</param>
/// <param name="Published">Published.</param>
/// <param name="Connected">Published and connected to a register.</param>
/// <param name="Shared">Published and shared, with or without condition.</param>
/// <param name="Open">Published and open, with or without condition.</param>
/// <param name="OnTime">Connected and on time.</param>
/// <param name="Late">Connected and late.</param>
/// <param name="Never">Connected and never written.</param>
/// <param name="Incomplete">Without the code of the provider.</param>
public sealed record Coverage(
    string Key, LocalText? Title, int Resources, int Published, int Connected, int Shared, int Open, int OnTime,
    int Late, int Never, int Incomplete);

/// <summary>The catalogue of information resources. Thread-safe.</summary>
public interface ICatalog
{
    /// <summary>Searches; readers without <c>catalog.read</c> find what is published.</summary>
    Task<Result<CatalogPage>> SearchAsync(
        CatalogQuery query, Caller caller, CancellationToken cancellationToken = default);
    /// <summary>One resource. Its code is taken with a slash or a hyphen.</summary>
    Task<Result<Resource>> GetAsync(string code, Caller caller, CancellationToken cancellationToken = default);
    /// <summary>The resource of a source, or null when there is none or the caller may not see it.</summary>
    Task<Resource?> OfSourceAsync(string source, Caller caller, CancellationToken cancellationToken = default);
    /// <summary>Makes a draft, whole or not, and gives its code.</summary>
    Task<Result<CatalogOutcome>> CreateAsync(
        ResourceDescription description, string? reason, Caller caller, CancellationToken cancellationToken = default);
    /// <summary>Writes the draft; beside a published version it is the next one.</summary>
    Task<Result<CatalogOutcome>> EditAsync(
        string code, ResourceDescription description, long? expectedVersion, string? reason, Caller caller,
        CancellationToken cancellationToken = default);
    /// <summary>Moves it on.</summary>
    Task<Result<CatalogOutcome>> ActAsync(
        string code, ResourceAction action, long? expectedVersion, string? reason, Caller caller,
        CancellationToken cancellationToken = default);
    /// <summary>Its versions, newest first; published ones only for readers without <c>catalog.read</c>.</summary>
    Task<Result<IReadOnlyList<ResourceVersion>>> VersionsAsync(
        string code, Caller caller, CancellationToken cancellationToken = default);
    /// <summary>Where two versions differ.</summary>
    Task<Result<IReadOnlyList<Difference>>> DifferAsync(
        string code, long from, long to, Caller caller, CancellationToken cancellationToken = default);
    /// <summary>Coverage by department or by town.</summary>
    Task<IReadOnlyList<Coverage>> CoverageAsync(
        bool byTown, Caller caller, CancellationToken cancellationToken = default);
    /// <summary>What may be done with a resource now, by this caller.</summary>
    IReadOnlyList<ResourceAction> Actions(Resource resource, Caller caller);
}

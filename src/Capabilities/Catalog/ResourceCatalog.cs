using Lingnan.Catalog.Contracts;
using Lingnan.Catalog.Features;
using Lingnan.Catalog.Model;
using Lingnan.Kernel;
using Lingnan.Platform.Permissions;

namespace Lingnan.Catalog;

/// <summary>The catalogue as pages and other capabilities see it; each use case is a file under
/// <c>Features/</c>.</summary>
internal sealed class ResourceCatalog(
    SearchResources search, ReadResources read, WriteResource write, MoveResource move, CoverResources cover) : ICatalog
{
    public Task<Result<CatalogPage>> SearchAsync(
        CatalogQuery query, Caller caller, CancellationToken cancellationToken = default) =>
        search.RunAsync(query, caller, cancellationToken);

    public Task<Result<Resource>> GetAsync(string code, Caller caller, CancellationToken cancellationToken = default) =>
        read.GetAsync(code, caller, cancellationToken);

    public Task<Resource?> OfSourceAsync(string source, Caller caller, CancellationToken cancellationToken = default) =>
        read.OfSourceAsync(source, caller, cancellationToken);

    public Task<Result<CatalogOutcome>> CreateAsync(
        ResourceDescription description, string? reason, Caller caller,
        CancellationToken cancellationToken = default) =>
        write.CreateAsync(description, reason, caller, cancellationToken);

    public Task<Result<CatalogOutcome>> EditAsync(
        string code, ResourceDescription description, long? expectedVersion, string? reason, Caller caller,
        CancellationToken cancellationToken = default) =>
        write.EditAsync(code, description, expectedVersion, reason, caller, cancellationToken);

    public Task<Result<CatalogOutcome>> ActAsync(
        string code, ResourceAction action, long? expectedVersion, string? reason, Caller caller,
        CancellationToken cancellationToken = default) =>
        move.RunAsync(code, action, expectedVersion, reason, caller, cancellationToken);

    public Task<Result<IReadOnlyList<ResourceVersion>>> VersionsAsync(
        string code, Caller caller, CancellationToken cancellationToken = default) =>
        read.VersionsAsync(code, caller, cancellationToken);

    public Task<Result<IReadOnlyList<Difference>>> DifferAsync(
        string code, long from, long to, Caller caller, CancellationToken cancellationToken = default) =>
        read.DifferAsync(code, from, to, caller, cancellationToken);

    public Task<IReadOnlyList<Coverage>> CoverageAsync(
        bool byTown, Caller caller, CancellationToken cancellationToken = default) =>
        cover.RunAsync(byTown, caller, cancellationToken);

    public IReadOnlyList<ResourceAction> Actions(Resource resource, Caller caller) =>
    [
        .. Enum.GetValues<ResourceAction>().Where(a => resource.ReportedBy is null
            && Lifecycle.Next(resource.State, a) is not null
            && MoveResource.Refusal(a, (resource.Draft ?? resource.Description).Region, caller) is null),
    ];
}

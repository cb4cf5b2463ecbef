using Dapper;
using Lingnan.Catalog.Contracts;
using Lingnan.Catalog.Model;
using Lingnan.Catalog.Storage;
using Lingnan.Kernel;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;

namespace Lingnan.Catalog.Features;

/// <summary>One resource, its versions and where they differ.</summary>
internal sealed class ReadResources(IDatabase database, TimeProvider time)
{
    private sealed class StoredVersion
    {
        public long Number { get; init; }
        public string Body { get; init; } = "";
        public string Author { get; init; } = "";
        public string? Reason { get; init; }
        public long WrittenAt { get; init; }
        public long? PublishedAt { get; init; }
    }

    public async Task<Result<Resource>> GetAsync(string code, Caller caller, CancellationToken cancellationToken)
    {
        await using var session = await database.PeekAsync(cancellationToken);
        var found = await ResourceStore.FindAsync(session, Codes.Canonical(code));
        return found is not null && Shown(found, caller) is { } resource ? resource : CatalogErrors.NotFound();
    }

    public async Task<Resource?> OfSourceAsync(string source, Caller caller, CancellationToken cancellationToken)
    {
        await using var session = await database.PeekAsync(cancellationToken);
        return await ResourceStore.OfSourceAsync(session, source) is { } found ? Shown(found, caller) : null;
    }

    public async Task<Result<IReadOnlyList<ResourceVersion>>> VersionsAsync(
        string code, Caller caller, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        var found = await ResourceStore.FindAsync(session, Codes.Canonical(code));
        if (found is null || !Sight.Sees(found, caller)) return CatalogErrors.NotFound();
        var drafts = Sight.SeesDrafts(found, caller);
        var versions = await session.Connection.QueryAsync<StoredVersion>(
            """
            SELECT number AS Number, body AS Body, author AS Author, reason AS Reason, written_at AS WrittenAt,
              published_at AS PublishedAt
            FROM catalog_versions WHERE code = @Code ORDER BY number DESC LIMIT @limit
            """,
            new { found.Code, limit = CatalogLimits.VersionsMax }, session.Transaction);
        // Who wrote an entry and why is the officers' affair; the public sees what was said and since when.
        return Result<IReadOnlyList<ResourceVersion>>.Ok(
        [
            .. versions.Where(v => drafts || v.PublishedAt is not null).Select(v => new ResourceVersion(
                v.Number, Descriptions.Read(v.Body), drafts ? v.Author : "", drafts ? v.Reason : null,
                Instant.FromMicros(v.WrittenAt), v.PublishedAt is { } at ? Instant.FromMicros(at) : null)),
        ]);
    }

    public async Task<Result<IReadOnlyList<Difference>>> DifferAsync(
        string code, long from, long to, Caller caller, CancellationToken cancellationToken)
    {
        var versions = await VersionsAsync(code, caller, cancellationToken);
        if (!versions.IsOk) return versions.Error;
        var before = versions.Value.FirstOrDefault(v => v.Number == from);
        var after = versions.Value.FirstOrDefault(v => v.Number == to);
        if (before is null) return CatalogErrors.VersionNotFound(from);
        if (after is null) return CatalogErrors.VersionNotFound(to);
        return Result<IReadOnlyList<Difference>>.Ok(Descriptions.Differ(before.Description, after.Description));
    }

    /// <summary>Resources of the codes that the caller may see, in the order asked.</summary>
    public async Task<IReadOnlyList<Resource>> ManyAsync(
        IReadOnlyList<string> codes, Caller caller, CancellationToken cancellationToken)
    {
        await using var session = await database.PeekAsync(cancellationToken);
        var found = (await ResourceStore.FindManyAsync(session, codes)).ToDictionary(
            f => f.Code, StringComparer.Ordinal);
        return [.. codes.Select(c => found.GetValueOrDefault(c)).OfType<StoredResource>()
            .Select(f => Shown(f, caller)).OfType<Resource>()];
    }

    private Resource? Shown(StoredResource found, Caller caller) => Sight.Sees(found, caller)
        ? found.ToResource(Sight.SeesDrafts(found, caller), time.GetUtcNow()) : null;
}

using System.Text.Json;
using Lingnan.Catalog.Contracts;
using Lingnan.Kernel;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;

namespace Lingnan.Catalog.Cascade;

/// <summary>Catalogues below, for officers who may publish in their region.</summary>
internal sealed class Reporters(IDatabase database, PullReporter pull, TimeProvider time) : ICascade
{
    public async Task<Result<IReadOnlyList<Reporter>>> ListAsync(
        Caller caller, CancellationToken cancellationToken = default)
    {
        if (!caller.Has(CatalogPermissions.Publish)) return CatalogErrors.PublishForbidden();
        return Result<IReadOnlyList<Reporter>>.Ok(
        [
            .. (await AllAsync(cancellationToken)).Where(r => caller.Has(CatalogPermissions.Publish, r.Region))
                .Select(r => r.ToReporter()),
        ]);
    }

    public async Task<Result<Reporter>> SetAsync(
        string region, string? address, Caller caller, CancellationToken cancellationToken = default)
    {
        var parsed = RegionCode.Parse(region);
        if (!parsed.IsOk) return parsed.Error;
        var (code, text) = (parsed.Value.ToString(), address?.Trim() is { Length: > 0 } given ? given : null);
        if (!caller.Has(CatalogPermissions.Publish, code)) return CatalogErrors.PublishForbidden();
        var clean = text is null ? null : PullReporter.Clean(text);
        if (text is not null && clean is null) return CatalogErrors.CascadeAddress();
        await using var session = await database.WriteAsync(cancellationToken);
        await ReporterStore.SetAsync(session, code, clean);
        session.Audit(new AuditEntry
        {
            Caller = caller, Action = "catalog.cascade-set", Object = $"catalog:{code}",
            DetailJson = JsonSerializer.Serialize(new { address = clean }),
        });
        var set = (await ReporterStore.FindAsync(session, code))!.ToReporter();
        await session.CommitAsync(cancellationToken);
        return set;
    }

    public async Task<Result<Reporter>> RunAsync(
        string region, Caller caller, CancellationToken cancellationToken = default)
    {
        if (!caller.Has(CatalogPermissions.Publish, region)) return CatalogErrors.PublishForbidden();
        KeptReporter? found;
        await using (var reading = await database.ReadAsync(cancellationToken))
            found = await ReporterStore.FindAsync(reading, region);
        if (found is null) return CatalogErrors.CascadeNotFound();
        if (found.Address is null) return CatalogErrors.CascadeNoAddress();
        var (refused, error) = await pull.RunAsync(found, caller, cancellationToken);
        await using var session = await database.WriteAsync(cancellationToken);
        await ReporterStore.NoteAsync(session, region, time.GetUtcNow().ToMicros(), error, refused);
        var ran = (await ReporterStore.FindAsync(session, region))!;
        session.Audit(new AuditEntry
        {
            Caller = caller, Action = "catalog.cascade-run", Object = $"catalog:{region}",
            DetailJson = JsonSerializer.Serialize(
                new { from = found.Position, to = ran.Position, refused, error = error?.Code }),
        });
        await session.CommitAsync(cancellationToken);
        return ran.ToReporter();
    }

    /// <summary>All of them, whoever asks.</summary>
    public async Task<IReadOnlyList<KeptReporter>> AllAsync(CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        return await ReporterStore.AllAsync(session);
    }
}

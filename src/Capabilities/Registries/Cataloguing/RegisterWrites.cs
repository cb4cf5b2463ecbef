using Lingnan.Catalog.Contracts;
using Lingnan.Platform.Events;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;

namespace Lingnan.Registries.Cataloguing;

/// <summary>Tells the catalogue of each real write.</summary>
internal sealed class RegisterWrites(IFreshness freshness)
    : IEventHandler<RecordChanged>, IEventHandler<RecordsImported>
{
    public string Name => "registries.catalogue-freshness";

    public Task HandleAsync(RecordChanged happened, DbSession session, CancellationToken cancellationToken) =>
        freshness.NoteAsync(session, happened.Register, cancellationToken);

    public Task HandleAsync(RecordsImported happened, DbSession session, CancellationToken cancellationToken) =>
        freshness.NoteAsync(session, happened.Register, cancellationToken);
}

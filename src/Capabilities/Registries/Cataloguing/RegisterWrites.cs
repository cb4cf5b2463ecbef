using Lingnan.Catalog.Contracts;
using Lingnan.Platform.Events;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;

namespace Lingnan.Registries.Cataloguing;

/// <summary>Tells the catalogue of real writes: of each import, and of single ones at most once a minute for each
/// register.</summary>
internal sealed class RegisterWrites(IFreshness freshness, RecentWrites recent)
    : IEventHandler<RecordChanged>, IEventHandler<RecordsImported>
{
    public string Name => "registries.catalogue-freshness";

    public async Task HandleAsync(RecordChanged happened, DbSession session, CancellationToken cancellationToken)
    {
        await freshness.NoteAsync(session, happened.Register, cancellationToken);
        // A delivery that falls back is made again, whatever was told meanwhile.
        recent.Told(happened.Register);
    }

    public Task HandleAsync(RecordsImported happened, DbSession session, CancellationToken cancellationToken) =>
        freshness.NoteAsync(session, happened.Register, cancellationToken);
}

using Lingnan.Catalog.Contracts;
using Lingnan.Platform.Storage;

namespace Lingnan.Registries.Cataloguing;

/// <summary>Stands in where registers run without a catalogue.</summary>
internal sealed class NoCatalogue : IFreshness
{
    public Task NoteAsync(DbSession session, string source, CancellationToken cancellationToken = default) =>
        Task.CompletedTask;
}

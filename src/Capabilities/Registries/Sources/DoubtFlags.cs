using System.Collections.Frozen;
using Lingnan.Platform.Events;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;

namespace Lingnan.Registries.Sources;

/// <summary>Which fields of which rows are doubted, kept in memory so that reading a row costs no further question. One
/// process at a time has the city (CityLock, DatabaseLock), so what this one knows is what there is.</summary>
internal sealed class DoubtFlags(IDatabase database) : IEventHandler<RowsMerged>, IEventHandler<RowsUnmerged>
{
    private static readonly FrozenSet<string> None = FrozenSet<string>.Empty;

    private FrozenDictionary<(string Register, string Row), FrozenSet<string>>? _flags;

    public string Name => "registries.doubt-flags";

    /// <summary>The fields of a row that are doubted.</summary>
    public async ValueTask<IReadOnlySet<string>> OfAsync(
        string register, string row, CancellationToken cancellationToken)
    {
        var flags = _flags ?? await LoadAsync(cancellationToken);
        return flags.GetValueOrDefault((register, row), None);
    }

    /// <summary>Looks again: a doubt was raised, answered or moved.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken) => await LoadAsync(cancellationToken);

    public Task HandleAsync(RowsMerged happened, DbSession session, CancellationToken cancellationToken) =>
        MovedAsync(session, cancellationToken);

    public Task HandleAsync(RowsUnmerged happened, DbSession session, CancellationToken cancellationToken) =>
        MovedAsync(session, cancellationToken);

    // A merge moves doubts, and has committed when this is told.
    private Task MovedAsync(DbSession session, CancellationToken cancellationToken)
    {
        session.Unaudited("flags in memory; nothing is written");
        return LoadAsync(cancellationToken);
    }

    private async Task<FrozenDictionary<(string Register, string Row), FrozenSet<string>>> LoadAsync(
        CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        var flags = (await DoubtLog.FlagsAsync(session)).GroupBy(f => (f.Register, f.Row)).ToFrozenDictionary(
            g => g.Key, g => g.Select(f => f.Field).ToFrozenSet(StringComparer.Ordinal));
        return _flags = flags;
    }
}

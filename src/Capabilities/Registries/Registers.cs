using System.Collections.Concurrent;
using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Features;
using Lingnan.Registries.Sources;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries;

/// <summary>The registers as other capabilities and pages see them; each use case is a file under
/// <c>Features/</c>.</summary>
internal sealed class Registers(
    RegisterTables tables, IDatabase database, ListRecords list, Shapes.NearRecords near, GetRecord get,
    UpsertRecord upsert, CloseRecord close, ExportRecords export, LookUpRecord lookUp, DoubtFlags doubts,
    TimeProvider time) : IRegisters
{
    private readonly ConcurrentDictionary<string, (long Count, DateTimeOffset At)> _counts =
        new(StringComparer.Ordinal);

    public IReadOnlyList<RegistryDeclaration> All { get; } = [.. tables.All.Select(t => t.Register)];

    public RegistryDeclaration? Find(string pack, string table) => tables.Find($"{pack}:{table}")?.Register;

    public CodeListDeclaration? CodeList(string name) => tables.CodeList(name);

    public IReadOnlyList<RegistryDeclaration> Readable(Caller caller) =>
        [.. All.Where(r => Model.ReadScope.Of(r, caller, unmask: false, purpose: null).IsOk)];

    public Task<Result<RecordPage>> ListAsync(
        RegistryDeclaration register, RecordQuery query, Caller caller, AccessPurpose? purpose,
        CancellationToken cancellationToken = default) =>
        query.Place?.Near is null
        ? list.RunAsync(register, query, caller, purpose, cancellationToken)
        : near.RunAsync(register, query, caller, purpose, cancellationToken);

    public async Task<Result<Record>> GetAsync(
        RegistryDeclaration register, string id, bool unmask, Caller caller, AccessPurpose? purpose,
        CancellationToken cancellationToken = default) => await FlagAsync(
            register, await get.RunAsync(register, id, unmask, caller, purpose, cancellationToken),
            cancellationToken);

    public async Task<Result<Record>> GetAsOfAsync(
        RegistryDeclaration register, string id, AsOf asOf, bool unmask, Caller caller, AccessPurpose? purpose,
        CancellationToken cancellationToken = default)
    {
        var got = await get.AsOfAsync(register, id, asOf, unmask, caller, purpose, cancellationToken);
        return asOf.IsNow ? await FlagAsync(register, got, cancellationToken) : got;
    }

    public Task<Result<IReadOnlyList<RecordVersion>>> HistoryAsync(
        RegistryDeclaration register, string id, bool unmask, Caller caller, AccessPurpose? purpose,
        VersionRange? range = null, CancellationToken cancellationToken = default) => get.HistoryAsync(
        register, id, unmask, caller, purpose, range ?? new(null, RegistriesLimits.PageRowsMax), cancellationToken);

    public Task<Result<WriteOutcome>> UpsertAsync(
        RegistryDeclaration register, RecordWrite write, Caller caller,
        CancellationToken cancellationToken = default) =>
        upsert.RunAsync(register, write, caller, key: null, cancellationToken);

    public Task<Result<Done>> CloseAsync(
        RegistryDeclaration register, string id, int? expectedVersion, string reason, Caller caller,
        CancellationToken cancellationToken = default) =>
        close.RunAsync(register, id, expectedVersion, reason, caller, cancellationToken);

    public async Task<long> CountAsync(RegistryDeclaration register, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        if (_counts.TryGetValue(register.Name, out var known) && now - known.At < RegistriesLimits.CountKept
            && now >= known.At)
            return known.Count;
        await using var session = await database.ReadAsync(cancellationToken);
        var table = tables.Of(register).Name;
        if (session.Dialect.AboutRows(table) is { } about
            && await RowCommands.ScalarAsync(session, new SqlText().Append(about), cancellationToken) is long rows
            && rows > RegistriesLimits.RowsCountedMax)
            return rows;
        var sql = new SqlText().Append($"SELECT COUNT(*) FROM {table} WHERE closed_at IS NULL");
        var count = (long)(await RowCommands.ScalarAsync(session, sql, cancellationToken))!;
        _counts[register.Name] = (count, now);
        return count;
    }

    public Task<Result<long>> ExportAsync(
        RegistryDeclaration register, RecordQuery query, string format, Stream target, Caller caller,
        AccessPurpose? purpose,
        CancellationToken cancellationToken = default) =>
        export.RunAsync(register, query, format, target, caller, purpose, cancellationToken);

    public Task<Record?> FindByKeyAsync(
        RegistryDeclaration register, string field, string value, Caller system, string why,
        CancellationToken cancellationToken = default) =>
        lookUp.RunAsync(register, field, value, system, why, cancellationToken);

    private async ValueTask<Result<Record>> FlagAsync(
        RegistryDeclaration register, Result<Record> got, CancellationToken cancellationToken)
    {
        if (!got.IsOk) return got;
        var fields = await doubts.OfAsync(register.Name, got.Value.Id, cancellationToken);
        return fields.Count == 0 ? got : got.Value with { Doubted = fields };
    }
}

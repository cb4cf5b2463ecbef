using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Features;
using Lingnan.Registries.Sources;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Import;

/// <summary>What became of one line.</summary>
internal sealed record LineOutcome(long Line, string Outcome, string? Id, IReadOnlyList<FieldFault> Faults);

/// <summary>
/// Writes rows as they arrive, one JSON object a line. A batch is committed as a whole before its outcomes are told, so
/// who is cut off sends the same lines again: under the same key, batches that are through are told once more and not
/// done once more. Where a batch ends depends on the lines alone.
/// </summary>
internal sealed class RowStream(
    IDatabase database, SourceWrites writes, UpsertRecord rules, IdempotencyStore answers, IdSource ids)
{
    private const int BatchCharsMax = 4 << 20;

    /// <summary>Outcomes batch by batch; a <see cref="TableFault"/> where the lines can be read no further.</summary>
    public async IAsyncEnumerable<Result<IReadOnlyList<LineOutcome>>> WriteAsync(
        RegistryDeclaration register, Stream lines, Caller caller, string? key, string? reason,
        string? source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var reader = new JsonlTableReader(lines, register);
        var map = ColumnMap.Recognise(register, reader.Headers, null).Value;
        var options = new BatchOptions { Caller = caller, Reason = reason, ImportId = StreamId(caller, key) };
        var number = 0;
        await foreach (var read in BatchesAsync(reader, cancellationToken))
        {
            var part = key is null ? null : new IdempotencyKey(
                caller.AccountId, $"rows:{key}:{++number}", Hash(register, read, $"{reason}\n{source}"));
            var batch = new Batch(register, map, read, options, part, source);
            yield return await LostRaces.RunAsync(
                hasLost => TryAsync(batch with { Options = options with { IsAlone = hasLost } }, cancellationToken));
        }
    }

    private sealed record Batch(
        RegistryDeclaration Register, ColumnMap Map, IReadOnlyList<TableRow> Read, BatchOptions Options,
        IdempotencyKey? Key, string? Source);

    private static async IAsyncEnumerable<IReadOnlyList<TableRow>> BatchesAsync(
        JsonlTableReader reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = new List<TableRow>();
        var chars = 0L;
        await foreach (var row in reader.ReadAsync(cancellationToken))
        {
            rows.Add(row);
            chars += row.Cells.Sum(c => c.Text?.Length ?? 0);
            if (rows.Count < RegistriesLimits.BatchRowsMax && chars < BatchCharsMax) continue;
            yield return rows;
            rows = [];
            chars = 0;
        }
        if (rows.Count > 0) yield return rows;
    }

    private async Task<Result<IReadOnlyList<LineOutcome>>> TryAsync(Batch batch, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        if (batch.Key is { } key)
        {
            var begun = await answers.BeginAsync(session, key, cancellationToken);
            if (!begun.IsOk) return begun.Error;
            if (begun.Value is { } earlier) return Result<IReadOnlyList<LineOutcome>>.Ok(Earlier(batch, earlier));
        }
        var (valid, refused) = CheckedRows.Of(
            batch.Register, batch.Map, batch.Read, rules.Context(), source: batch.Source);
        session.Unaudited("the key of the request; the rows are audited by their own entry");
        var written = valid.Count == 0 ? [] : await writes.WriteBatchAsync(
            session, batch.Register, valid, batch.Options, cancellationToken);
        var outcomes = refused.Select(r => new LineOutcome(r.Row.Line, "refused", null, r.Faults))
            .Concat(written.Select((w, i) => new LineOutcome(
                valid[i].Line, w.Outcome.ToString().ToLowerInvariant(),
                w.Outcome == RowOutcome.Refused ? null : w.Id, w.Faults)))
            .OrderBy(o => o.Line).ToList();
        if (batch.Key is { } begunKey)
            await answers.EndAsync(
                session, begunKey, JsonSerializer.Serialize(outcomes.Select(Kept.Of)), "", cancellationToken);
        await session.CommitAsync(cancellationToken);
        return outcomes;
    }

    // A line refused then is judged by itself again: why it was refused may have named values, which are not kept.
    private List<LineOutcome> Earlier(Batch batch, EarlierAnswer earlier)
    {
        var kept = JsonSerializer.Deserialize<List<Kept>>(earlier.Outcome)!;
        var faults = CheckedRows.Of(
            batch.Register, batch.Map, batch.Read, rules.Context(), source: batch.Source).Refused
            .ToDictionary(r => r.Row.Line, r => r.Faults);
        return [.. kept.Select(k => new LineOutcome(
            k.Line, k.Outcome, k.Id,
            faults.TryGetValue(k.Line, out var again)
            ? again
            : [.. k.Codes.Select(c => new FieldFault(c.Field, new Error(c.Code)))]))];
    }

    // Rows that name this stream are twice in it; a stream sent again is the same one.
    private string StreamId(Caller caller, string? key) => key is null
        ? ids.Next("rows")
        : "rows_" + Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{caller.AccountId}\n{key}")))[..26];

    private static string Hash(RegistryDeclaration register, IReadOnlyList<TableRow> rows, string? reason)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{register.Name}\n{reason}"));
        foreach (var row in rows)
            foreach (var cell in row.Cells)
                hash.AppendData(Encoding.UTF8.GetBytes($"\n{cell.IsAbsent}{cell.Text?.Length}:{cell.Text}"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private sealed record KeptFault(string? Field, string Code);

    private sealed record Kept(long Line, string Outcome, string? Id, IReadOnlyList<KeptFault> Codes)
    {
        public static Kept Of(LineOutcome outcome) => new(
            outcome.Line, outcome.Outcome, outcome.Id,
            [.. outcome.Faults.Select(f => new KeptFault(f.Field, f.Error.Code))]);
    }
}

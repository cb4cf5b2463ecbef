using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lingnan.Catalog.Contracts;
using Lingnan.Catalog.Model;
using Lingnan.Catalog.Storage;
using Lingnan.Kernel;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;

namespace Lingnan.Catalog.Cascade;

/// <summary>A line that was not taken.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Code">Code of the resource, or null where the line cannot be read.</param>
/// <param name="Error">Why.</param>
internal sealed record RefusedIncrement(long Line, string? Code, Error Error);

/// <summary>What came of a file.</summary>
internal sealed class Reception
{
    public int Created { get; set; }
    public int Changed { get; set; }
    public int Withdrawn { get; set; }
    public int Unchanged { get; set; }
    public int Refused { get; set; }

    /// <summary>Where the reporter's next file begins.</summary>
    public long Position { get; set; }

    /// <summary>The first lines that were not taken.</summary>
    public List<RefusedIncrement> Faults { get; } = [];
}

/// <summary>
/// Takes in what a catalogue below reports. A line counts only when its position is beyond the last one about the same
/// resource, so a file may come twice, late or in part; each batch of lines is kept or not as a whole.
/// </summary>
internal sealed class ReceiveIncrements(IDatabase database, TimeProvider time)
{
    private sealed record Placed(IncrementLine Line, Increment Increment, NewReported? There);

    public async Task<Result<Reception>> RunAsync(
        string from, Stream body, Caller caller, CancellationToken cancellationToken)
    {
        var region = RegionCode.Parse(from);
        if (!region.IsOk) return region.Error;
        var reporter = region.Value.ToString();
        if (!caller.Has(CatalogPermissions.Publish, reporter)) return CatalogErrors.PublishForbidden();
        var reception = new Reception();
        await foreach (var lines in IncrementLines.ReadAsync(body, cancellationToken).Chunk(CatalogLimits.BatchLines)
            .WithCancellation(cancellationToken))
            await TakeAsync(lines, reporter, caller, reception, cancellationToken);
        return reception;
    }

    private async Task TakeAsync(
        IncrementLine[] lines, string reporter, Caller caller, Reception reception, CancellationToken cancellationToken)
    {
        var at = time.GetUtcNow().ToMicros();
        await using var session = await database.WriteAsync(cancellationToken);
        await ReportedStore.HoldAsync(session, reporter, at);
        var placed = Place(lines, reporter, reception);
        var known = await ReportedStore.KnownAsync(session, reporter, [.. placed.Select(p => p.Increment.Code)]);
        var taken = await TakenAsync(session, placed.Where(p => !known.ContainsKey(p.Increment.Code)));
        var news = new List<NewReported>();
        foreach (var one in placed)
        {
            if (known.TryGetValue(one.Increment.Code, out var held))
                await FollowAsync(session, one, held, reporter, at, reception);
            else if (one.There is null) reception.Unchanged++;
            else if (taken.Contains(one.There.Code))
                Refuse(reception, one.Line.Number, one.Increment.Code, CatalogErrors.CodeTaken(one.There.Code));
            else news.Add(one.There);
        }
        await ReportedStore.AddAsync(session, news, reporter, at, cancellationToken);
        reception.Created += news.Count;
        var last = lines.Max(l => l.Read.IsOk ? l.Read.Value.Position : 0);
        reception.Position = await ReportedStore.ReachAsync(session, reporter, last);
        session.Audit(Entry(caller, reporter, placed, reception));
        await session.CommitAsync(cancellationToken);
    }

    // Of several lines about one resource the last by position counts.
    private static List<Placed> Place(IncrementLine[] lines, string reporter, Reception reception)
    {
        var placed = new Dictionary<string, Placed>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            if (!line.Read.IsOk)
            {
                Refuse(reception, line.Number, null, line.Read.Error);
                continue;
            }
            var increment = line.Read.Value;
            NewReported? there = null;
            if (increment.State == IncrementState.Published)
            {
                var place = increment.Description is null
                    ? CatalogErrors.BadIncrement() : ReportedCode.Place(increment, reporter);
                if (!place.IsOk)
                {
                    Refuse(reception, line.Number, increment.Code, place.Error);
                    continue;
                }
                var (code, description) = place.Value;
                there = new NewReported(code, description, increment, Digest(description));
            }
            if (placed.TryGetValue(increment.Code, out var other))
            {
                reception.Unchanged++;
                if (other.Increment.Position >= increment.Position) continue;
            }
            placed[increment.Code] = new Placed(line, increment, there);
        }
        return [.. placed.Values];
    }

    private static async Task<HashSet<string>> TakenAsync(DbSession session, IEnumerable<Placed> fresh)
    {
        var codes = fresh.Select(p => p.There?.Code).OfType<string>().ToList();
        var taken = await ResourceStore.FindManyAsync(session, codes);
        return [.. taken.Select(t => t.Code)];
    }

    private static async Task FollowAsync(
        DbSession session, Placed one, ReportedStore.Known known, string reporter, long at, Reception reception)
    {
        if (one.Increment.Position <= known.Position)
        {
            reception.Unchanged++;
            return;
        }
        var held = (await ResourceStore.HoldAsync(session, known.Code))!;
        var isPublic = Lifecycle.IsPublic(held.State);
        if (one.There is null ? !isPublic : isPublic && one.There.Digest == known.Digest) reception.Unchanged++;
        else if (one.There is null)
        {
            var change = await ResourceStore.NextChangeAsync(session);
            await ResourceStore.MoveAsync(
                session, held, ResourceState.Withdrawn, null, held.LatestNumber, held.PublishedAt, at, change);
            reception.Withdrawn++;
        }
        else
        {
            var number = held.LatestNumber + 1;
            var published = ReportedStore.PublishedAt(one.Increment, at);
            await ResourceStore.WriteVersionAsync(
                session, held.Code, number, Descriptions.Write(one.There.Description), reporter, null, at);
            await ResourceStore.PublishVersionAsync(session, held.Code, number, published);
            var change = await ResourceStore.NextChangeAsync(session);
            await ResourceStore.MoveAsync(
                session, held, ResourceState.Published, number, number, published, at, change);
            reception.Changed++;
        }
        await SummaryStore.KeepAsync(session, held.Code);
        await ReportedStore.NoteAsync(
            session, held.Code, one.Increment.Position, one.There?.Digest ?? known.Digest);
    }

    private static void Refuse(Reception reception, long line, string? code, Error error)
    {
        reception.Refused++;
        if (reception.Faults.Count < CatalogLimits.FaultsShown)
            reception.Faults.Add(new RefusedIncrement(line, code, error));
    }

    private static string Digest(ResourceDescription description) => Digest(Descriptions.Write(description));

    private static string Digest(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static AuditEntry Entry(Caller caller, string reporter, List<Placed> placed, Reception so) => new()
    {
        Caller = caller, Action = "catalog.reported", Object = $"catalog:{reporter}",
        DetailJson = JsonSerializer.Serialize(new
        {
            so.Position, so.Created, so.Changed, so.Withdrawn, so.Refused,
            digest = Digest(string.Join(
                '\n', placed.Select(p => $"{p.Increment.Code} {p.Increment.Position} {p.There?.Digest}"))),
        }),
    };
}

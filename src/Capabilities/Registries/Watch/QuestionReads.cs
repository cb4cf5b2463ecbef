using Dapper;
using Lingnan.Kernel;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Features;
using Lingnan.Registries.Model;
using Lingnan.Registries.Watch.Model;

namespace Lingnan.Registries.Watch;

/// <summary>A person asks about a read of their own data; the question comes to those who review reads.</summary>
internal sealed class QuestionReads(IDatabase database, IdSource ids, MonotonicClock clock)
{
    public async Task<Result<ReadFinding>> AskAsync(
        long position, string question, Caller caller, CancellationToken cancellationToken)
    {
        if (caller.PersonId is not { } person) return WatchErrors.NoPerson();
        if (TextRules.Trim(question) is not { } words) return RegistriesErrors.ReasonMissing();
        if (UpsertRecord.CheckReason(words) is { } bad) return bad;
        await using var session = await database.WriteAsync(cancellationToken);
        var entry = (await AuditFeed.AtAsync(session, [position], cancellationToken)).FirstOrDefault();
        // A stranger learns the same from a read of somebody else's data and from one that never was.
        if (entry is null || entry.SubjectId != person) return WatchErrors.NotOwn();
        var id = ids.Next("rf");
        var read = new WatchedRead(position, entry.At, person, entry.CaseNumber, null);
        var suspicion = new Suspicion(ReadRules.Questioned, $"read/{position}", [read], 0);
        if (!await FindingStore.KeepAsync(session, id, entry, suspicion, clock.Now().ToMicros()))
            return WatchErrors.AskedAlready();
        await session.Connection.ExecuteAsync(
            "UPDATE registries_read_findings SET question = @words, asker_person = @person WHERE id = @id",
            new { words, person, id }, session.Transaction);
        session.Audit(new AuditEntry
        {
            Caller = caller, Action = "registries.read-questioned", Object = id, SubjectId = person,
        });
        var asked = (await FindingStore.FindAsync(session, id))!.ToFinding();
        await session.CommitAsync(cancellationToken);
        return asked;
    }

    public async Task<IReadOnlyList<ReadFinding>> AskedAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (caller.PersonId is not { } person) return [];
        await using var session = await database.ReadAsync(cancellationToken);
        return [.. (await FindingStore.AskedAsync(session, person)).Select(f => f.ToFinding())];
    }
}

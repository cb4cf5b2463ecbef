using System.Text.Json;
using Dapper;
using Lingnan.Platform.Files;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Sealing;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Erasure;

/// <summary>Erases a person in all registers, inside the session that decides it: the rows and versions about them and
/// about those who were merged into them, the files that brought these, and the keys.</summary>
internal sealed class ErasePerson(
    RegisterTables tables, ErasedKeys marks, ISealing sealing, IFileStore files,
    IEnumerable<IErasureFollower> followers, MonotonicClock clock)
{
    public async Task<(long Rows, long Versions)> RunAsync(
        DbSession session, KeptErasure erasure, Caller caller, string reason, CancellationToken cancellationToken)
    {
        var now = clock.Now().ToMicros();
        var subjects = await WithMergedAsync(session, erasure.Register, erasure.SubjectId);
        var options = new BatchOptions { Caller = caller, Reason = reason };
        var (rows, versions, imports) = (0L, 0L, new HashSet<string>(StringComparer.Ordinal));
        foreach (var table in tables.All.Where(t => t.Register.IsPersons || t.Register.SubjectField is not null))
        {
            var erased = await EraseRows.RunAsync(session, table, subjects, options, now, cancellationToken);
            rows += erased.Rows.Count;
            versions += erased.Versions;
            imports.UnionWith(erased.Imports);
            if (table.Register.IsPersons) await marks.AddAsync(session, table.Register.Name, erased.Keys, now);
        }
        foreach (var subject in subjects)
        {
            await ForgetTracesAsync(session, erasure.Register, subject);
            await sealing.DestroyAsync(session, subject, cancellationToken);
            foreach (var follower in followers)
                await follower.ErasedAsync(session, subject, caller, cancellationToken);
        }
        await ForgetFilesAsync(session, imports);
        session.Publish(new PersonErased(erasure.Id, erasure.SubjectId));
        return (rows, versions);
    }

    // Rows merged away are the same person, under keys of their own.
    private static async Task<IReadOnlyList<string>> WithMergedAsync(
        DbSession session, string register, string subjectId)
    {
        var subjects = new List<string> { subjectId };
        for (var i = 0; i < subjects.Count; i++)
            subjects.AddRange((await session.Connection.QueryAsync<string>(
                "SELECT loser_id FROM registries_merges WHERE register = @register AND survivor_id = @survivor "
                + "AND undone_at IS NULL", new { register, survivor = subjects[i] }, session.Transaction))
                .Where(l => !subjects.Contains(l)).ToList());
        return subjects;
    }

    // Pairs hold blind indexes and rows that came in; links of sources and merges hold keys.
    private static Task ForgetTracesAsync(DbSession session, string register, string subject) =>
        session.Connection.ExecuteAsync(
            """
            DELETE FROM registries_match_cases WHERE register = @register AND left_id = @subject;
            DELETE FROM registries_match_cases WHERE register = @register AND right_id = @subject;
            UPDATE registries_source_links SET key_index = @begin || link_id WHERE sealed_for = @subject;
            UPDATE registries_merges SET loser_key = @mark WHERE register = @register AND loser_id = @subject
            """,
            new { register, subject, begin = EraseRows.Mark, mark = EraseRows.Mark + subject }, session.Transaction);

    // A file holds many people and cannot be opened in part: all of it goes, what came from it stays. It goes before
    // the commit: a fall in between costs an upload, the other way round it would leave the person in the file.
    private async Task ForgetFilesAsync(DbSession session, IEnumerable<string> imports)
    {
        foreach (var job in imports)
        {
            var request = await session.Connection.QuerySingleOrDefaultAsync<string>(
                "SELECT request FROM registries_imports WHERE job_id = @job", new { job }, session.Transaction);
            await session.Connection.ExecuteAsync(
                "DELETE FROM registries_import_rows WHERE job_id = @job", new { job }, session.Transaction);
            if (request is null) continue;
            var hash = JsonSerializer.Deserialize<ImportRequest>(request)!.FileHash;
            files.Forget(hash);
        }
    }
}

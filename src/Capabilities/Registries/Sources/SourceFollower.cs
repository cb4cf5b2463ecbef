using Dapper;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Sources.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Sources;

/// <summary>Links and doubts of a merged row go to the row that stays, sealed anew for the person it is about; its open
/// cases rest, since who merged has decided. All of it goes back when the merge is undone, with what was said
/// meanwhile.</summary>
internal sealed class SourceFollower(
    RegisterTables tables, SourceSeals seals, PartedWords parted, MonotonicClock clock) : IMergeFollower
{
    private const string Link = "link";
    private const string Doubt = "doubt";

    public async Task MergedAsync(DbSession session, RowsMerged merged, CancellationToken cancellationToken)
    {
        if (tables.Find(merged.Register) is not { } table) return;
        var links = await LinkStore.OfRowsAsync(session, merged.Register, [merged.LoserId]);
        await MoveAsync(session, table, links, merged.SurvivorId, cancellationToken);
        foreach (var link in links) await NoteAsync(session, merged.MergeId, Link, link.LinkId);
        await DoubtsAsync(session, table, merged, cancellationToken);
        await session.Connection.ExecuteAsync(
            "UPDATE registries_source_cases SET state = 'resting', merge_id = @MergeId WHERE register = @Register "
            + "AND row_id = @LoserId AND state = 'open'", merged, session.Transaction);
    }

    public async Task UnmergedAsync(DbSession session, RowsUnmerged unmerged, CancellationToken cancellationToken)
    {
        if (tables.Find(unmerged.Register) is not { } table) return;
        var moved = (await session.Connection.QueryAsync<(string Kind, string Id)>(
            "SELECT kind, moved_id FROM registries_source_moves WHERE merge_id = @MergeId", unmerged,
            session.Transaction)).ToHashSet();
        var links = await LinkStore.OfRowsAsync(session, unmerged.Register, [unmerged.SurvivorId]);
        var back = links.Where(l => moved.Contains((Link, l.LinkId))).ToList();
        await MoveAsync(session, table, back, unmerged.LoserId, cancellationToken);
        foreach (var (_, id) in moved.Where(m => m.Kind == Doubt))
            await DoubtLog.MoveAsync(session, seals, table, id, unmerged.LoserId, cancellationToken);
        await session.Connection.ExecuteAsync(
            "UPDATE registries_source_cases SET state = 'open', merge_id = NULL WHERE merge_id = @MergeId "
            + "AND state = 'resting'", unmerged, session.Transaction);
        await parted.TellAsync(session, table, unmerged, back, cancellationToken);
    }

    // The row that stays may be doubted in the same field already: then that doubt stands for both.
    private async Task DoubtsAsync(
        DbSession session, PhysicalTable table, RowsMerged merged, CancellationToken cancellationToken)
    {
        var there = (await DoubtLog.OpenOfAsync(session, merged.Register, merged.SurvivorId))
            .Select(d => d.Field).ToHashSet(StringComparer.Ordinal);
        foreach (var doubt in await DoubtLog.OpenOfAsync(session, merged.Register, merged.LoserId))
        {
            if (there.Contains(doubt.Field)) continue;
            await DoubtLog.MoveAsync(session, seals, table, doubt.Id, merged.SurvivorId, cancellationToken);
            await NoteAsync(session, merged.MergeId, Doubt, doubt.Id);
        }
    }

    private async Task MoveAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<KeptLink> links, string row,
        CancellationToken cancellationToken)
    {
        if (links.Count == 0) return;
        var words = await seals.OpenAsync(session, links, cancellationToken);
        var stored = (await RowCommands.FindAsync(session, table, "id", [row], cancellationToken)).FirstOrDefault();
        var owner = stored is null ? row : Cells.Subject(table, row, stored.Cells) ?? row;
        var said = await seals.SealAsync(
            session, [.. links.Select(l => (owner, (words[l.LinkId] ?? SourceWord.Nothing).ToJson()))],
            cancellationToken);
        var now = clock.Now().ToMicros();
        await LinkStore.WriteAsync(
            session,
            [
                .. links.Select((l, i) => l with
                {
                    Version = l.Version + 1, RowId = row, Said = said[i], SealedFor = owner,
                    RecordedAt = Math.Max(now, l.RecordedAt),
                }),
            ],
            cancellationToken);
    }

    private static Task NoteAsync(DbSession session, string mergeId, string kind, string id) =>
        session.Connection.ExecuteAsync(
            "INSERT INTO registries_source_moves (merge_id, kind, moved_id) VALUES (@mergeId, @kind, @id)",
            new { mergeId, kind, id }, session.Transaction);
}

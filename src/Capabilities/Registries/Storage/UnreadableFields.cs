using Lingnan.Platform.Sealing;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;

namespace Lingnan.Registries.Storage;

/// <summary>Says why sealed fields did not open. Asked for rows that have such fields only, which is next to
/// none.</summary>
internal static class UnreadableFields
{
    public static async Task<IReadOnlyList<RecordView?>> ExplainAsync(
        ISealing sealing, DbSession session, PhysicalTable table, IReadOnlyList<StoredRow> rows,
        IReadOnlyList<RecordView?> views, CancellationToken cancellationToken)
    {
        if (views.All(v => v?.Record.Unreadable is null)) return views;
        var owners = rows.Select(r => RowSeals.Owner(table, r.Id, r.Cells)).ToList();
        var states = await sealing.StatesAsync(
            session, [.. owners.Where((_, i) => views[i]?.Record.Unreadable is not null)], cancellationToken);
        return
        [
            .. views.Select((v, i) => v?.Record.Unreadable is not { } fields ? v : v with
            {
                Record = v.Record with
                {
                    Unreadable = fields.Keys.ToDictionary(f => f, _ => Cause(states[owners[i]])),
                },
            }),
        ];
    }

    private static string Cause(SubjectKeyState state) => state switch
    {
        SubjectKeyState.Missing => UnreadableCauses.KeyMissing,
        SubjectKeyState.Damaged => UnreadableCauses.KeyDamaged,
        SubjectKeyState.Destroyed => UnreadableCauses.KeyDestroyed,
        _ => UnreadableCauses.Altered,
    };
}

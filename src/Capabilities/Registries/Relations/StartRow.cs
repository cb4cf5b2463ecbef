using Lingnan.Kernel;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Merging;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Relations;

/// <summary>The row that is asked about.</summary>
internal sealed record StartRow(StoredRow Row, RecordView View, string? MergedFrom)
{
    /// <summary>The row, or the one it was merged into; an error where the reader sees neither.</summary>
    public static async Task<Result<StartRow>> FindAsync(
        DbSession session, RecordViews views, PhysicalTable table, string id, Reading reading,
        CancellationToken cancellationToken)
    {
        var scope = ReadScope.Of(
            table.Register, reading.Caller, reading.Question.Unmask, reading.Question.Purpose);
        if (!scope.IsOk) return scope.Error;
        var (row, from) = (await RowAsync(session, table, id, cancellationToken), (string?)null);
        if (row is null) return RegistriesErrors.RowNotFound();
        var view = await ViewAsync(session, views, table, row, scope.Value, cancellationToken);
        if (view is not null && row.ClosedAt is not null)
        {
            if (await MergeLog.SurvivorOfAsync(session, table.Register.Name, id) is not { } into
                || await RowAsync(session, table, into, cancellationToken) is not { ClosedAt: null } standing)
                return RegistriesErrors.RowClosed();
            (row, from) = (standing, id);
            view = await ViewAsync(session, views, table, row, scope.Value, cancellationToken);
        }
        if (view is null)
            return scope.Value.ReadReach.Count > 0 ? RegistriesErrors.OutOfReach() : RegistriesErrors.ReadForbidden();
        reading.Add(scope.Value, view);
        return new StartRow(row, view, from);
    }

    private static async Task<StoredRow?> RowAsync(
        DbSession session, PhysicalTable table, string id, CancellationToken cancellationToken) =>
        (await RowCommands.FindAsync(session, table, "id", [id], cancellationToken)).FirstOrDefault();

    private static async Task<RecordView?> ViewAsync(
        DbSession session, RecordViews views, PhysicalTable table, StoredRow row, ReadScope scope,
        CancellationToken cancellationToken) =>
        (await views.ShowAsync(
            session, table, [row], scope, cancellationToken, new HashSet<string> { table.Register.TitleField }))[0];
}

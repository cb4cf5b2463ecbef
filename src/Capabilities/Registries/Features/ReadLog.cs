using System.Text.Json;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Features;

/// <summary>Puts reads of whole personal data into the audit log before the data leaves: one entry for each person, so
/// that each can see who read theirs.</summary>
internal sealed class ReadLog(IAuditLog audit)
{
    public const string ReadAction = "registries.record-read";
    public const string HistoryAction = "registries.history-read";
    public const string ChangesAction = "registries.changes-read";
    public const string RefusedAction = "registries.read-refused";
    public const string ExportAction = "registries.record-exported";

    /// <summary>Returns when every entry is durable; entries of one call share commits.</summary>
    public Task AppendAsync(
        ReadScope scope, IEnumerable<RecordView?> views, AccessPurpose? purpose, string action,
        CancellationToken cancellationToken) =>
        Task.WhenAll(views.OfType<RecordView>().Where(v => v.Whole.Count > 0).Select(v => audit.AppendAsync(
            new AuditEntry
            {
                Caller = scope.Caller,
                Action = action,
                Object = $"{scope.Register.Name}/{v.Record.Id}",
                SubjectId = v.Subject,
                Purpose = purpose?.Purpose,
                CaseNumber = purpose?.CaseNumber,
                DetailJson = JsonSerializer.Serialize(new { fields = v.Whole }),
            },
            cancellationToken)));

    /// <summary>The person sees who would have read without their consent, too.</summary>
    public Task AppendRefusedAsync(
        ReadScope scope, RecordView view, AccessPurpose? purpose, CancellationToken cancellationToken) =>
        audit.AppendAsync(
            new AuditEntry
            {
                Caller = scope.Caller, Action = RefusedAction, Object = $"{scope.Register.Name}/{view.Record.Id}",
                SubjectId = view.Subject, Purpose = purpose?.Purpose, CaseNumber = purpose?.CaseNumber,
            },
            cancellationToken);
}

using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Features;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Consents;

/// <summary>Where whole values rest on consent, masks those of persons whose consent does not hold now. Asked in the
/// statement that reads, so a withdrawal ends it at once.</summary>
internal sealed class ConsentGate(TimeProvider time)
{
    public async Task<IReadOnlyList<RowAccess>> LimitAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<StoredRow> rows, IReadOnlyList<RowAccess> permitted,
        ReadScope scope, CancellationToken cancellationToken)
    {
        if (table.Register.Consent is not { } consent || scope.Caller.Kind == CallerKind.System) return permitted;
        var subjects = rows.Select(r => Cells.Subject(table, r.Id, r.Cells)).ToList();
        var asked = subjects.Where((s, i) => permitted[i] == RowAccess.Whole && s is not null && s != scope.OwnId)
            .OfType<string>().ToList();
        var holding = await ConsentStore.HoldingAsync(
            session, consent.Code, asked, CityTime.Today(time), cancellationToken);
        return
        [
            .. permitted.Select((p, i) =>
                p != RowAccess.Whole || (subjects[i] is { } s && (s == scope.OwnId || holding.Contains(s)))
                    ? p
                    : RowAccess.Masked),
        ];
    }
}

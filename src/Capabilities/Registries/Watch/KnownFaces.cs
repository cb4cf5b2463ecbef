using Lingnan.Identity.Contracts;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Storage;
using Lingnan.Registries.Watch.Model;

namespace Lingnan.Registries.Watch;

/// <summary>Reads of people whom the reader knows: colleagues, by their person record or by their name, and those of
/// the reader's own family name and address. Names are shared by many; a finding is a question,
/// not an answer.</summary>
internal sealed class KnownFaces(RegisterTables tables, IOfficers officers)
{
    public async Task<IReadOnlyList<Suspicion>> JudgeAsync(
        DbSession session, IReadOnlyList<AuditRecord> fresh, IReadOnlyList<WatchedRead> reads,
        CancellationToken cancellationToken)
    {
        var circle = await officers.WithColleaguesAsync(fresh[0].CallerId, cancellationToken);
        if (circle.Count == 0) return [];
        var found = new List<Suspicion>();
        foreach (var table in tables.All.Where(t => t.Register.IsPersons))
        {
            var rows = fresh.Where(f => f.Object.StartsWith(table.Register.Name + "/", StringComparison.Ordinal))
                .Select(f => f.SubjectId!).Distinct(StringComparer.Ordinal).ToList();
            if (rows.Count == 0) continue;
            string[] fields = [NameOf(table), .. AddressOf(table) is { } address ? [address] : Array.Empty<string>()];
            var self = circle[0].PersonId;
            var facts = await RowFacts.FindAsync(
                session, table, fields, self is null ? rows : rows.Append(self), cancellationToken);
            foreach (var id in rows.Where(r => r != self && facts.ContainsKey(r)))
            {
                if (RuleOf(circle, id, facts[id], self is null ? null : facts.GetValueOrDefault(self)) is not { } rule)
                    continue;
                var some = reads.Where(r => r.SubjectId == id).ToList();
                if (some.Count > 0) found.Add(new(rule, $"{id}/{ReadRuleBook.Month(some[^1])}", some, 0));
            }
        }
        return found;
    }

    private static string? RuleOf(
        IReadOnlyList<Officer> circle, string id, string?[] facts, string?[]? own)
    {
        if (circle.Skip(1).Any(c => c.PersonId == id || (facts[0] is { } name && c.Name == name)))
            return ReadRules.Colleague;
        return facts is [{ Length: > 0 } theirs, { Length: > 0 } home]
            && own is [{ Length: > 0 } mine, { } ours] && home == ours && theirs[0] == mine[0]
            ? ReadRules.Relative
            : null;
    }

    private static string NameOf(PhysicalTable table) =>
        table.Register.Matching?.Compare.FirstOrDefault(c => c.By == Likeness.Name)?.Field ?? table.Register.TitleField;

    private static string? AddressOf(PhysicalTable table) =>
        table.Register.Matching?.Compare.FirstOrDefault(c => c.By == Likeness.Address)?.Field;
}

using System.Reflection;
using Lingnan.Testing;
using Xunit.Sdk;
using Xunit.v3;

namespace Lingnan.Platform.Tests.Audit;

/// <summary>Each engine with each column of an entry and a value to forge into it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EachDatabaseEntryAttribute : DataAttribute
{
    public override async ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(
        MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        var rows = new List<ITheoryDataRow>();
        foreach (var column in Platform.Audit.AuditRow.TextColumns)
            rows.AddRange(await new EachDatabaseAttribute(column, column == "unit_name" ? "NULL" : "'forged'").GetData(
                testMethod, disposalTracker));
        rows.AddRange(await new EachDatabaseAttribute("entry_at", "entry_at - 1").GetData(testMethod, disposalTracker));
        rows.AddRange(await new EachDatabaseAttribute(
            "hash", "(SELECT hash FROM platform_audit WHERE sequence = 1)").GetData(testMethod, disposalTracker));
        return rows;
    }

    public override bool SupportsDiscoveryEnumeration() => true;
}

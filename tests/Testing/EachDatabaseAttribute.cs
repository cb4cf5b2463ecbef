using System.Reflection;
using Lingnan.Platform.Storage;
using Xunit.Sdk;
using Xunit.v3;

namespace Lingnan.Testing;

/// <summary>
/// Runs a theory on each engine: its first parameter is the <see cref="Engine"/>, further ones come from here. SQLite
/// always runs; PostgreSQL runs where <c>LINGNAN_TEST_POSTGRES</c> names a server and is shown as skipped elsewhere.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class EachDatabaseAttribute(params object?[] more) : DataAttribute
{
    /// <inheritdoc />
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(
        MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        var postgres = new TheoryDataRow([Engine.Postgres, .. more])
        {
            Skip = TestPostgres.Url is null ? $"{TestPostgres.Variable} is not set" : null,
        };
        return ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>(
            [new TheoryDataRow([Engine.Sqlite, .. more]), postgres]);
    }

    /// <inheritdoc />
    public override bool SupportsDiscoveryEnumeration() => true;
}

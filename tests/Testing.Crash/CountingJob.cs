using Dapper;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Testing.Crash;

/// <summary>Writes numbered rows, ten to a commit, each with its checkpoint;
/// a number written twice would fail.</summary>
internal sealed class CountingJob(IDatabase database) : IJobHandler
{
    public const string JobKind = "test.count";
    public const int Rows = 3_000;

    public static readonly SchemaFile Table = new(
        "Test.Rows", 1, "rows", "CREATE TABLE crash_rows (id BIGINT NOT NULL PRIMARY KEY);");

    public string Kind => JobKind;

    /// <summary>Where the child tells what is durable; silent in the test's own process.</summary>
    public static Action<string> Say { get; set; } = _ => { };

    public static void Configure(IServiceCollection services) => services.AddJobHandler<CountingJob>();

    public async Task RunAsync(IJobRun run, CancellationToken cancellationToken)
    {
        var done = long.Parse(run.Job.ProgressJson ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        Say($"from {done}");
        while (done < Rows)
        {
            await using var session = await database.WriteAsync(cancellationToken);
            session.Unaudited("test");
            for (var i = 0; i < 10; i++)
                await session.Connection.ExecuteAsync(
                    "INSERT INTO crash_rows (id) VALUES (@id)", new { id = ++done }, session.Transaction);
            await run.CheckpointAsync(session, $"{done}", done, Rows, cancellationToken);
            await session.CommitAsync(cancellationToken);
            Say($"{done}");
        }
    }
}

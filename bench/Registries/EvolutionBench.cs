using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Dapper;
using Lingnan.PackKit;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Sealing;
using Lingnan.Platform.Storage;
using Lingnan.Registries;
using Lingnan.Registries.Contracts;
using Lingnan.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Bench.Registries;

/// <summary>Adds one field and splits another while clients read single rows and pages.</summary>
internal static class EvolutionBench
{
    private const int Clients = 16;
    private const int UsualRows = 1_000_000;
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(15);
    private static readonly Caller Reader = Caller.System("bench");

    private static readonly RegistryDeclaration First = new()
    {
        Pack = "bench", Table = "shop", IdPrefix = "s", Title = new("店铺", "Shops"), Summary = new("店铺", "Shops"),
        Owner = new("商务局", "Commerce"), TitleField = "name", Key = ["code"], DefaultSort = "code",
        ListFields = ["code"], Examples = [], File = "bench",
        Fields = [Text("code"), Text("name"), Text("contact"), Text("address")],
    };

    private static readonly RegistryDeclaration Last = First with
    {
        Version = 2,
        Fields = [Text("code"), Text("name"), Text("person"), Text("phone"), Text("address"), Text("kind")],
        Changes =
        [
            new() { Step = 1, Kind = ChangeKind.Add, Field = "kind", Fill = "零售" },
            new()
            {
                Step = 2, Kind = ChangeKind.Split, Field = "contact", Into = ["person", "phone"], Separator = " ",
            },
        ],
        ClosedFields = [new(Text("contact"), "contact", 2)],
    };

    public static async Task<Report> RunAsync(BenchOptions options)
    {
        var rows = options.Rows ?? UsualRows;
        await using var city = await TestDatabase.CreateAsync(
            Engine.Postgres, s => Configure(s, First), typeof(RegistriesModule).Assembly);
        await city.Services.PrepareSealingAsync();
        await city.Get<IRegisterTables>().EnsureAsync();
        await FillAsync(city, rows);
        var calm = await ReadAsync(city, First, rows, new CancellationTokenSource(Before).Token);

        await using var later = city.OpenAnother(s => Configure(s, Last));
        var watch = Stopwatch.StartNew();
        await later.Get<IRegisterTables>().EnsureAsync();
        var stopped = watch.Elapsed;
        await later.StartWorkersAsync();
        using var done = new CancellationTokenSource();
        var reading = ReadAsync(later, Last, rows, done.Token);
        while (!await IsDoneAsync(later)) await Task.Delay(500);
        var took = watch.Elapsed;
        await done.CancelAsync();
        var busy = await reading;
        return new Report($"A field added and a field split on {rows:N0} rows of PostgreSQL, {Clients} clients reading",
        [
            new("taking the steps at start, ms", stopped.TotalMilliseconds, null, "", true),
            new("filling in and indexing, rows per second", rows / took.TotalSeconds, null, "", true),
            new("reads while it ran", busy.Count, null, "", true),
            new("reads that failed or saw a mixture", busy.Failed, null, "0", busy.Failed == 0),
            new("reads per second, against before", busy.PerSecond, calm.PerSecond, "", true),
            new("p99 of a read, ms, against before", busy.P99, calm.P99, "at most 3x", busy.P99 <= 3 * calm.P99),
        ]);
    }

    private static void Configure(IServiceCollection services, RegistryDeclaration register)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new PackSet(
        [
            new Pack
            {
                Id = "bench", Title = new("试", "Bench"), Summary = new("试", "Bench"), Owner = new("试", "Bench"),
                Folder = "bench", Declarations = [register],
            },
        ]));
        services.AddLingnanSealing();
        services.AddLingnanAudit();
        new RegistriesModule().AddServices(services, new ConfigurationBuilder().Build());
    }

    private static FieldDeclaration Text(string name) => new()
    {
        Name = name, Title = new(name, name), Type = FieldType.Text, Indexed = name is "phone" or "kind",
    };

    private static async Task FillAsync(TestDatabase city, int rows)
    {
        await using var session = await city.Database.WriteAsync();
        session.Unaudited("rows of a bench");
        await session.Connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO registries_bench_shop (id, row_key, version, action, recorded_at, recorded_by, recorder_id, "
            + "f_code, f_name, f_contact, f_address) SELECT 's_' || lpad(n::text, 12, '0'), lpad(n::text, 12, '0'), 1, "
            + "'created', 1, 'bench', 'bench', lpad(n::text, 12, '0'), '店' || n, '店主' || n || ' ' || "
            + "(13800000000 + n), '东莞市莞太路' || n || '号' FROM generate_series(1, @rows) n",
            new { rows }, session.Transaction, commandTimeout: 0));
        await session.CommitAsync();
    }

    private static async Task<bool> IsDoneAsync(TestDatabase city)
    {
        await using var session = await city.Database.ReadAsync();
        return await session.Connection.ExecuteScalarAsync<long>(
            "SELECT COUNT(*) FROM registries_evolution WHERE state <> 'done'", transaction: session.Transaction) == 0;
    }

    private static async Task<(long Count, long Failed, double PerSecond, double P99)> ReadAsync(
        TestDatabase city, RegistryDeclaration register, int rows, CancellationToken stop)
    {
        var waits = new ConcurrentBag<List<double>>();
        var failed = 0L;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            var mine = new List<double>();
            waits.Add(mine);
            for (long n = client; !stop.IsCancellationRequested; n++)
            {
                // Spread over the table in an order that is the same in every run.
                var row = 1 + (n * 7_919 * Clients + client) % rows;
                var began = Stopwatch.GetTimestamp();
                try
                {
                    if (!await IsRightAsync(city.Get<IRegisters>(), register, row, n % 10 == 0))
                        Interlocked.Increment(ref failed);
                }
                catch (Exception e)
                {
                    Console.Error.WriteLine(e.Message);
                    Interlocked.Increment(ref failed);
                }
                mine.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        }, CancellationToken.None)));
        var all = waits.SelectMany(w => w).Order().ToList();
        return (all.Count, failed, all.Count / watch.Elapsed.TotalSeconds, all[all.Count * 99 / 100]);
    }

    private static async Task<bool> IsRightAsync(
        IRegisters registers, RegistryDeclaration register, long row, bool isPage)
    {
        if (!isPage)
        {
            var id = "s_" + row.ToString("D12", CultureInfo.InvariantCulture);
            var one = await registers.GetAsync(register, id, false, Reader, null);
            return one.IsOk && IsWhole(register, one.Value);
        }
        var from = row.ToString("D12", CultureInfo.InvariantCulture);
        var page = await registers.ListAsync(
            register, new RecordQuery { Filters = [new("code", "ge", from)], Limit = 50 }, Reader, null);
        return page.IsOk && page.Value.Items.Count > 0 && page.Value.Items.All(r => IsWhole(register, r));
    }

    private static bool IsWhole(RegistryDeclaration register, Lingnan.Registries.Contracts.Record record)
    {
        var n = long.Parse((string)record.Values["code"]!, CultureInfo.InvariantCulture);
        var contact = register == First
            ? (string?)record.Values["contact"]
            : $"{record.Values["person"]} {record.Values["phone"]}";
        return contact == $"店主{n} {13800000000 + n}"
            && (register == First || record.Values["kind"] as string == "零售");
    }
}

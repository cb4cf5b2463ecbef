using System.Diagnostics;
using System.Globalization;
using Lingnan.Catalog;
using Lingnan.PackKit;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Events;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Sealing;
using Lingnan.Platform.Storage;
using Lingnan.Platform.Words;
using Lingnan.Registries;
using Lingnan.Registries.Contracts;
using Lingnan.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Bench.Catalogue;

/// <summary>What it costs a register that its catalogue is told of each single write: the same rows written with and
/// without its subscription, by four writers, until the last one is told.</summary>
internal static class WritesBench
{
    private const int Writers = 4;
    private const int Rounds = 3;

    private sealed record Times(double Written, double Told);

    public static async Task<Report> RunAsync(BenchOptions options)
    {
        var count = options.Rows ?? 2_000;
        var figures = new List<Figure>();
        foreach (var engine in new[] { Engine.Postgres, Engine.Sqlite })
        {
            var (told, plain) = (new List<Times>(), new List<Times>());
            for (var round = 0; round < Rounds; round++)
            {
                told.Add(await WriteAsync(engine, count, isTold: true));
                plain.Add(await WriteAsync(engine, count, isTold: false));
            }
            var (with, without) = (Median(told), Median(plain));
            figures.Add(new(
                $"{engine}: writes per second", count / with.Written, count / without.Written, "", true));
            figures.Add(new(
                $"{engine}: ms for a write", with.Written / count * 1000, without.Written / count * 1000, "", true));
            figures.Add(new(
                $"{engine}: ms for a write until nothing is left to tell", with.Told / count * 1000,
                without.Told / count * 1000, "", true));
            figures.Add(new(
                $"{engine}: seconds after the last write until nothing is left to tell", with.Told - with.Written,
                null, "", true));
        }
        return new Report(
            $"{count.ToString("N0", CultureInfo.InvariantCulture)} single writes of a register by {Writers} writers, "
            + "the catalogue told of each; beside the same without its subscription",
            figures);
    }

    private static Times Median(List<Times> times) => times.OrderBy(t => t.Told).ElementAt(times.Count / 2);

    private static async Task<Times> WriteAsync(Engine engine, int count, bool isTold)
    {
        var packs = PackLoader.Load(
            [Path.Combine(RunningCity.Home, "packs")], [new CodeListsSection(), new RegistriesSection()]).Packs!;
        await using var city = await TestDatabase.CreateAsync(
            engine, services => Configure(services, packs, isTold), typeof(RegistriesModule).Assembly,
            typeof(CatalogModule).Assembly);
        await city.Services.PrepareSealingAsync();
        await city.Get<IRegisterTables>().EnsureAsync();
        await city.StartWorkersAsync();
        var registers = city.Get<IRegisters>();
        var register = registers.Find("places", "division")!;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            for (var n = writer; n < count; n += Writers)
            {
                var values = new Dictionary<string, string?>
                {
                    ["code"] = string.Create(CultureInfo.InvariantCulture, $"990100{1 + n / 999:D3}{1 + n % 999:D3}"),
                    ["name"] = "新村",
                };
                var written = await registers.UpsertAsync(
                    register, new RecordWrite(null, values, null, null), Caller.System("bench"));
                if (!written.IsOk || written.Value.Outcome != "created")
                    throw new InvalidOperationException(written.IsOk
                        ? string.Join("; ", written.Value.Faults) : written.Error.ToString());
            }
        }));
        var done = watch.Elapsed.TotalSeconds;
        await city.Get<IOutbox>().DrainAsync();
        return new Times(done, watch.Elapsed.TotalSeconds);
    }

    private static void Configure(IServiceCollection services, PackSet packs, bool isTold)
    {
        var configuration = new ConfigurationBuilder().Build();
        services.AddSingleton(packs);
        services.AddSingleton(TimeProvider.System);
        services.AddLingnanAudit().AddLingnanSealing().AddWords(typeof(RegistriesModule).Assembly);
        new CatalogModule().AddServices(services, configuration);
        new RegistriesModule().AddServices(services, configuration);
        if (isTold) return;
        foreach (var subscription in services.Where(IsOfCatalogue).ToList()) services.Remove(subscription);
    }

    // A subscription names its event and the handler that tells the catalogue.
    private static bool IsOfCatalogue(ServiceDescriptor service) =>
        service.ImplementationType is { IsGenericType: true } type
        && type.GenericTypeArguments.Any(a => a.Name == "RegisterWrites");
}

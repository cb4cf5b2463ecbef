using Lingnan.Bench;
using Lingnan.Bench.Catalogue;
using Lingnan.Bench.Registries;

var benches = new Dictionary<string, Func<BenchOptions, Task<Report>>>
{
    ["start"] = _ => StartBench.RunAsync(),
    ["registries-load"] = LoadBench.RunAsync,
    ["registries-load-sqlite"] = SqliteLoadBench.RunAsync,
    ["registries-read"] = ReadBench.RunAsync,
    ["registries-list"] = ListBench.RunAsync,
    ["registries-versions"] = VersionsBench.RunAsync,
    ["catalogue"] = CatalogueBench.RunAsync,
    ["catalogue-writes"] = WritesBench.RunAsync,
    ["evolution"] = EvolutionBench.RunAsync,
    ["match"] = MatchBench.RunAsync,
};
if (args is ["peer", var database]) return await DapperPeer.ServeAsync(database);
if (args is not [var name, .. var rest] || !benches.TryGetValue(name, out var bench)
    || BenchOptions.Parse(rest) is not { } options)
{
    Console.Error.WriteLine(
        $"./lingnan bench NAME {BenchOptions.Usage}, where NAME is one of: {string.Join(", ", benches.Keys)}");
    return 2;
}
var report = await bench(options);
report.Print();
report.Save(name);
return 0;

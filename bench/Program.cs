using Lingnan.Bench;

var benches = new Dictionary<string, Func<Task<Report>>> { ["start"] = StartBench.RunAsync };
if (args is not [var name] || !benches.TryGetValue(name, out var bench))
{
    Console.Error.WriteLine($"./lingnan bench NAME, where NAME is one of: {string.Join(", ", benches.Keys)}");
    return 2;
}
var report = await bench();
report.Print();
report.Save(name);
return 0;

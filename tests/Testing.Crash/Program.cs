using Lingnan.Platform.Operations;
using Lingnan.Testing;
using Lingnan.Testing.Crash;

// Started by tests as a child process and killed in the middle: crash STORY FOLDER [DATABASE-URL].
var (story, folder, url) = (args[0], args[1], args.ElementAtOrDefault(2));
if (story == "hold")
{
    using var held = CityLock.TryAcquire(folder, TimeProvider.System, "http://127.0.0.1:5080").Value;
    Console.WriteLine("held");
    await Task.Delay(Timeout.Infinite);
}

await using var city = TestDatabase.OpenExisting(folder, url, CountingJob.Configure);
await (story switch
{
    "migrate" => Stories.MigrateAsync(city),
    "ledger" => Stories.LedgerAsync(city),
    "job" => Stories.JobAsync(city),
    _ => throw new ArgumentException($"There is no story {story}."),
});

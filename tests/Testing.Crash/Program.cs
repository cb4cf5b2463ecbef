using Lingnan.Platform.Operations;
using Lingnan.Testing;
using Lingnan.Testing.Crash;
using Microsoft.Extensions.DependencyInjection;

// Started by tests as a child process and killed in the middle: crash STORY FOLDER [DATABASE-URL [MINUTES-AHEAD]].
var (story, folder, url) = (args[0], args[1], args.ElementAtOrDefault(2) is { Length: > 0 } given ? given : null);
var ahead = TimeSpan.FromMinutes(
    int.Parse(args.ElementAtOrDefault(3) ?? "0", System.Globalization.CultureInfo.InvariantCulture));
if (story == "hold")
{
    using var held = CityLock.TryAcquire(folder, TimeProvider.System, "http://127.0.0.1:5080").Value;
    Console.WriteLine("held");
    await Task.Delay(Timeout.Infinite);
}

await using var city = TestDatabase.OpenExisting(folder, url, services =>
{
    if (ahead > TimeSpan.Zero) services.AddSingleton<TimeProvider>(new LaterClock(ahead));
    CountingJob.Configure(services);
    DeadlyHandler.Configure(services);
});
await (story switch
{
    "migrate" => Stories.MigrateAsync(city),
    "ledger" => Stories.LedgerAsync(city),
    "job" => Stories.JobAsync(city),
    "event" => Stories.EventAsync(city),
    _ => throw new ArgumentException($"There is no story {story}."),
});

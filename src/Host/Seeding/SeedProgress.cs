using Spectre.Console;

namespace Lingnan.Host.Seeding;

/// <summary>How far seeding is.</summary>
/// <param name="Title">What is being seeded.</param>
/// <param name="Share">0 to 1.</param>
internal readonly record struct SeedProgress(string Title, double Share)
{
    /// <summary>Runs the work with a progress bar where a person watches, else with a line at each tenth.</summary>
    public static Task Show(Func<Action<SeedProgress>, Task> work) =>
        AnsiConsole.Profile.Capabilities.Interactive ? ShowBarAsync(work) : ShowLinesAsync(work);

    private static Task ShowBarAsync(Func<Action<SeedProgress>, Task> work) =>
        AnsiConsole.Progress().StartAsync(async bars =>
        {
            var tasks = new Dictionary<string, ProgressTask>();
            await work(progress =>
            {
                if (!tasks.TryGetValue(progress.Title, out var task))
                    tasks[progress.Title] = task = bars.AddTask(progress.Title, maxValue: 1);
                task.Value = progress.Share;
            });
        });

    private static Task ShowLinesAsync(Func<Action<SeedProgress>, Task> work)
    {
        var shown = (Title: "", Tenth: -1);
        return work(progress =>
        {
            var now = (progress.Title, Tenth: (int)(progress.Share * 10));
            if (now == shown) return;
            shown = now;
            Console.WriteLine($"Seeding {progress.Title}: {now.Tenth * 10} %");
        });
    }
}

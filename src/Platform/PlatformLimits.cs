namespace Lingnan.Platform;

/// <summary>Limits of the plumbing, each with its reason.</summary>
internal static class PlatformLimits
{
    /// <summary>Longest wait of a writer for those before it. Far beyond any honest transaction: whoever waits longer
    /// most likely waits for itself (a write session opened inside another), and must hear of it.</summary>
    public static readonly TimeSpan WriterWait = TimeSpan.FromSeconds(60);

    /// <summary>Attempts of an event delivery before it is parked: with the pauses below about five minutes, enough
    /// for a restart of a neighbour, short enough that an operator hears of a real defect the same day.</summary>
    public const int DeliveryAttemptsMax = 8;

    /// <summary>Longest pause between two attempts.</summary>
    public static readonly TimeSpan DeliveryPauseMax = TimeSpan.FromMinutes(2);

    /// <summary>How long a process without a wake-up waits before it looks for work of other processes.</summary>
    public static readonly TimeSpan PollPause = TimeSpan.FromSeconds(2);

    /// <summary>How long delivered events stay, for questions like "did it hear of it?".</summary>
    public static readonly TimeSpan DeliveredKept = TimeSpan.FromDays(7);

    /// <summary>How long ended jobs stay listed.</summary>
    public static readonly TimeSpan EndedJobsKept = TimeSpan.FromDays(180);

    /// <summary>Rows removed in one transaction of a purge, so that it never holds writers up for long.</summary>
    public const int PurgeBatch = 1000;

    /// <summary>Parked deliveries shown at once.</summary>
    public const int ParkedShown = 200;

    /// <summary>Characters of an exception kept with a delivery.</summary>
    public const int ErrorTextMax = 500;

    /// <summary>Jobs at work at once in one process: one long import must not hold up a short job.</summary>
    public const int JobsAtOnce = 2;

    /// <summary>A lease not renewed for so long belongs to a dead process.</summary>
    public static readonly TimeSpan JobLease = TimeSpan.FromSeconds(30);

    /// <summary>Times a job may be begun without one checkpoint: a job that kills its process must not do so for
    /// ever.</summary>
    public const int JobStartsMax = 5;

    /// <summary>Pause before a job is begun again that met a busy or absent database,
    /// times the number of starts.</summary>
    public static readonly TimeSpan JobRetryPause = TimeSpan.FromSeconds(10);

    /// <summary>Jobs listed at once.</summary>
    public const int JobsShown = 200;

    /// <summary>Size of arguments and checkpoints of a job, characters.</summary>
    public const int JobJsonMax = 1_000_000;
}

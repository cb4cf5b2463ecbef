using Lingnan.Kernel;

namespace Lingnan.Platform;

/// <summary>Errors of the plumbing.</summary>
public static class PlatformErrors
{
    /// <summary>The disk (or the database's disk) is full; nothing was kept.</summary>
    public static readonly Error DiskFull = new("platform.disk-full");

    /// <summary>Another program holds the database longer than we wait.</summary>
    public static readonly Error DatabaseBusy = new("platform.database-busy");

    /// <summary>The database cannot be reached.</summary>
    public static readonly Error DatabaseUnreachable = new("platform.database-unreachable");

    /// <summary>A city on another host or data folder runs on the database.</summary>
    public static readonly Error DatabaseTaken = new("platform.database-taken");

    /// <summary>The database address cannot be understood.</summary>
    public static Error DatabaseUrl(string part) => Error.Of("platform.database-url", ("part", part));

    /// <summary>A schema file that was already applied has been edited.</summary>
    public static Error SchemaChanged(string file) => Error.Of("platform.schema.changed", ("file", file));

    /// <summary>A number is missing between schema files.</summary>
    public static Error SchemaGap(string file, int expected) =>
        Error.Of("platform.schema.gap", ("file", file), ("expected", expected.ToString("0000")));

    /// <summary>Two schema files of a folder carry one number.</summary>
    public static Error SchemaDuplicate(string file) => Error.Of("platform.schema.duplicate", ("file", file));

    /// <summary>The database was written by a newer program.</summary>
    public static Error SchemaNewer(string file) => Error.Of("platform.schema.newer", ("file", file));

    /// <summary>A schema file failed; its changes were rolled back.</summary>
    public static Error SchemaFailed(string file, string message) =>
        Error.Of("platform.schema.failed", ("file", file), ("message", message));

    /// <summary>A job broke off for a reason that is in the log of the program.</summary>
    public static readonly Error JobCrashed = new("platform.job.crashed");

    /// <summary>The file is larger than is taken here.</summary>
    public static Error FileTooLarge(long maxBytes) =>
        Error.Of("platform.file.too-large", ("maxMegabytes", maxBytes / 1_000_000));

    /// <summary>Another process runs on the data folder.</summary>
    public static Error CityRunning(string? url) => string.IsNullOrEmpty(url)
        ? new Error("platform.city-starting")
        : Error.Of("platform.city-running", ("url", url));

    /// <summary>The folder to restore into holds a city.</summary>
    public static Error RestoreNotEmpty(string folder) => Error.Of("platform.restore.not-empty", ("folder", folder));

    /// <summary>There is no such archive.</summary>
    public static Error BackupMissing(string path) => Error.Of("platform.backup.missing", ("path", path));

    /// <summary>The archive is cut short or was altered.</summary>
    public static Error BackupDamaged(string part) => Error.Of("platform.backup.damaged", ("part", part));

    /// <summary>The archive was made by a newer program.</summary>
    public static Error BackupNewer(string program) => Error.Of("platform.backup.newer", ("program", program));
}

namespace Lingnan.Web.Portal;

/// <summary>Bounds of the portal's pages, each with its reason.</summary>
internal static class PortalLimits
{
    /// <summary>Rows of one page of a table: with the frame it stays below 60 KB.</summary>
    public const int PageRows = 50;

    /// <summary>Entries of one page of the read log; each has two lines.</summary>
    public const int ReaderRows = 30;

    /// <summary>Rows of one download for everyone; more is what the interface with an account is for.</summary>
    public const int DownloadRows = 100_000;

    /// <summary>Characters of a search.</summary>
    public const int SearchLength = 100;

    /// <summary>A page that is the same for everyone is made once in this time;
    /// its figures are so old at most.</summary>
    public static readonly TimeSpan PageKept = TimeSpan.FromSeconds(5);

    /// <summary>How long one look at the city's health is shown to all, since everyone may ask and looking takes
    /// work.</summary>
    public static readonly TimeSpan HealthKept = TimeSpan.FromSeconds(10);
}

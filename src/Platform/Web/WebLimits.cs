namespace Lingnan.Platform.Web;

/// <summary>Bounds of every request, each with its reason.</summary>
public static class WebLimits
{
    /// <summary>Body of an ordinary request: a form or a JSON document of a few hundred records.</summary>
    public const long BodyBytes = 1024 * 1024;

    /// <summary>Body of an upload endpoint: a register of a metropolis as CSV.</summary>
    public const long UploadBytes = 4L * 1024 * 1024 * 1024;

    /// <summary>Nesting of a JSON body; ours need six, and each level costs stack.</summary>
    public const int JsonDepth = 32;

    /// <summary>All request headers together: cookies and a purpose in percent-encoded Chinese fit well.</summary>
    public const int HeaderBytes = 16 * 1024;

    /// <summary>Number of request headers; browsers send about twenty.</summary>
    public const int HeaderCount = 64;

    /// <summary>First line of a request, where filters and cursors live.</summary>
    public const int RequestLineBytes = 8 * 1024;

    /// <summary>Fields of one HTML form.</summary>
    public const int FormFields = 512;

    /// <summary>Requests of one address in a burst; an office of hundreds behind one address is ordinary.</summary>
    public const int AddressBurst = 2_000;

    /// <summary>Requests each second by which that burst fills again.</summary>
    public const int AddressPerSecond = 400;

    /// <summary>Sign-in attempts of one address each minute; accounts are locked one by one much earlier.</summary>
    public const int SignInPerMinute = 60;

    /// <summary>Memory for ready answers that are the same for everyone; the oldest go first.</summary>
    public const long KeptPagesBytes = 16 << 20;

    /// <summary>A larger answer is not kept: it is no page.</summary>
    public const long KeptPageBytes = 256 << 10;

    /// <summary>An ordinary request is answered within this time or given up.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    /// <summary>An upload or an export of everything may take this long.</summary>
    public static readonly TimeSpan TransferTimeout = TimeSpan.FromHours(2);

    /// <summary>Requests under way at shutdown get this long to end.</summary>
    public static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(15);
}

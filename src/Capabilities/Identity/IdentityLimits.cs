namespace Lingnan.Identity;

/// <summary>Bounds of Identity and why they are so.</summary>
internal static class IdentityLimits
{
    /// <summary>Failed sign-ins in a row before the first lock: enough for honest slips (等保 2.0: limit and
    /// lock).</summary>
    public const int FailuresBeforeLock = 5;
    /// <summary>PBKDF2-SHA512 rounds; the floor that OWASP gives for this function, about a tenth of a second a
    /// guess.</summary>
    public const int HashIterations = 210_000;
    /// <summary>Hashes computed at once: a flood of sign-ins may not take the machine from the other pages.</summary>
    public const int HashWorkers = 2;
    /// <summary>Sign-ins waiting for a worker: about eight seconds of work; whoever comes later is told to come
    /// back.</summary>
    public const int HashQueue = 128;

    /// <summary>Characters of a password with no further demand.</summary>
    public const int PasswordLength = 12;
    /// <summary>Characters of a password that mixes three kinds of character.</summary>
    public const int MixedPasswordLength = 10;
    /// <summary>Longest password: hashing cost grows with it.</summary>
    public const int PasswordLengthMax = 128;

    /// <summary>A session ends after this time unused: officers leave desks.</summary>
    public static readonly TimeSpan OfficerIdle = TimeSpan.FromMinutes(30);
    /// <summary>Citizens fill forms with papers to look for.</summary>
    public static readonly TimeSpan CitizenIdle = TimeSpan.FromHours(2);
    /// <summary>A session ends after this time however much it is used: a working day and its overtime.</summary>
    public static readonly TimeSpan SessionLife = TimeSpan.FromHours(12);
    /// <summary>Sessions of one account; the oldest ends when one more begins.</summary>
    public const int SessionsPerAccount = 20;
    /// <summary>How long a resolved session is believed without asking the database; other processes see a removal
    /// within it.</summary>
    public static readonly TimeSpan SessionCache = TimeSpan.FromSeconds(5);
    /// <summary>Resolved sessions kept in memory (about 1 KB each).</summary>
    public const int CachedSessions = 10_000;
    /// <summary>How often the times of last use are written: one small write instead of one per request.</summary>
    public static readonly TimeSpan TouchEvery = TimeSpan.FromSeconds(30);

    /// <summary>Validity of a one-time link: handed over in person or by internal mail.</summary>
    public static readonly TimeSpan LinkLife = TimeSpan.FromHours(24);

    /// <summary>Mismatched sign-ups for one number within <see cref="SignUpWindow"/>: names are guessable.</summary>
    public const int SignUpMismatches = 5;
    /// <summary>Mismatched sign-ups from one address: a service hall shares one.</summary>
    public const int SignUpMismatchesOfAddress = 50;
    /// <summary>The window of <see cref="SignUpMismatches"/>.</summary>
    public static readonly TimeSpan SignUpWindow = TimeSpan.FromHours(1);
    /// <summary>Numbers and addresses remembered by the sign-up brake.</summary>
    public const int SignUpBrakes = 20_000;

    /// <summary>Characters of a sign-in name.</summary>
    public const int UserNameLength = 64;
    /// <summary>Characters of a person's or unit's name.</summary>
    public const int NameLength = 100;
    /// <summary>Characters kept of a client's description (its User-Agent).</summary>
    public const int ClientLength = 200;
    /// <summary>Characters of what an officer writes as evidence.</summary>
    public const int EvidenceLength = 200;
    /// <summary>Accounts on a page.</summary>
    public const int PageSize = 200;
    /// <summary>Posts of one account.</summary>
    public const int PostsPerAccount = 20;
    /// <summary>Units of one city: villages of a metropolis and room to grow; the tree is read whole.</summary>
    public const int Units = 20_000;

    /// <summary>Officers of the same units that are told; no unit is larger.</summary>
    public const int Colleagues = 999;

    /// <summary>For how long one who knows the password is told that an account was closed by an erasure.</summary>
    public static readonly TimeSpan ClosedAccountsTold = TimeSpan.FromDays(90);
}

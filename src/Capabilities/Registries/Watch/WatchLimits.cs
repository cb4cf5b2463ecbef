namespace Lingnan.Registries.Watch;

/// <summary>Bounds and thresholds of the watch over reads, each with its reason.</summary>
internal static class WatchLimits
{
    /// <summary>Entries of the log looked at in one transaction. An account's weeks are read once in each, so that few
    /// large ones cost less than many small ones.</summary>
    public const int Batch = 10_000;

    /// <summary>Reads of one account that rules are given; one who reads more in a month is found long
    /// before.</summary>
    public const int AccountReads = 20_000;

    /// <summary>Days that rules look back, and that reads are kept for them.</summary>
    public const int Days = 30;

    /// <summary>Days of other accounts that are compared.</summary>
    public const int PeerDays = 20_000;

    /// <summary>Reads that a finding names; more prove nothing further.</summary>
    public const int Evidence = 200;

    /// <summary>Findings on a page.</summary>
    public const int PageMax = 100;

    /// <summary>Own days, or peers, from which a past is one; fewer are chance.</summary>
    public const int PastMin = 5, PeersMin = 3;

    /// <summary>Persons in an hour that are never unusual: a page of a list is 50.</summary>
    public const int HourFloor = 60;

    /// <summary>Persons on a day that are never unusual: a full day at a counter.</summary>
    public const int DayFloor = 150;

    /// <summary>Persons in seven days that are never unusual; catches what stays below each day.</summary>
    public const int WeekFloor = 500;

    /// <summary>How many times the usual is unusual.</summary>
    public const int Factor = 3;

    /// <summary>Persons outside working hours on a day that are worth a question.</summary>
    public const int OffPersons = 3;

    /// <summary>Persons under one case or task number: a household and its neighbours stay below.</summary>
    public const int CasePersons = 30;

    /// <summary>Different days on which one account reads one person: a case is seldom opened more often.</summary>
    public const int SamePersonDays = 4;

    /// <summary>Past persons before an account has a town of its own, and the share (in hundredths) there.</summary>
    public const int HomePersons = 30, HomeShare = 90;

    /// <summary>Persons of other towns on a day that are worth a question.</summary>
    public const int AwayPersons = 3;

    /// <summary>First and last hour (exclusive) in which offices are at work,
    /// with an hour of grace on each side.</summary>
    public const int WorkFrom = 7, WorkTo = 20;

    /// <summary>How often the log is looked at: each time, the weeks of every account that read since are weighed.
    /// </summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(5);
}

namespace Lingnan.Registries.Watch.Model;

/// <summary>One read of one person's whole data by an officer.</summary>
/// <param name="Position">Where it stands in the log.</param>
/// <param name="At">When.</param>
/// <param name="SubjectId">Whose data.</param>
/// <param name="CaseNumber">Case or task it was done for, or null.</param>
/// <param name="Region">Region of the row, or null.</param>
internal sealed record WatchedRead(
    long Position, DateTimeOffset At, string SubjectId, string? CaseNumber, string? Region);

/// <summary>What an account read on a day.</summary>
/// <param name="Persons">Different persons.</param>
/// <param name="BusiestHour">Different persons in the fullest hour.</param>
/// <param name="PersonsOff">Different persons outside working hours.</param>
internal sealed record WatchedDay(long Persons, long BusiestHour, long PersonsOff);

/// <summary>How an account and its peers have read before.</summary>
/// <param name="Own">The account's own days on which it read anything.</param>
/// <param name="PeerPersons">For each other account its usual number of persons on a day.</param>
/// <param name="PeerHours">For each other account its usual number of persons in its fullest hour.</param>
internal sealed record ReadingPast(
    IReadOnlyList<WatchedDay> Own, IReadOnlyList<long> PeerPersons, IReadOnlyList<long> PeerHours);

/// <summary>Something that a person should look at.</summary>
/// <param name="Rule">One of <see cref="Contracts.ReadRules"/>.</param>
/// <param name="Scope">What it is one of: the same again in the same scope is the same finding.</param>
/// <param name="Reads">The reads, oldest first.</param>
/// <param name="Usual">What would be usual, for comparison; 0 where nothing is compared.</param>
internal sealed record Suspicion(string Rule, string Scope, IReadOnlyList<WatchedRead> Reads, long Usual)
{
    public int Persons => Reads.Select(r => r.SubjectId).Distinct(StringComparer.Ordinal).Count();
}

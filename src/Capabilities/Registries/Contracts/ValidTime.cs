namespace Lingnan.Registries.Contracts;

/// <summary>Days on which something held in the world, as opposed to when it was recorded (ISO/IEC 9075-2:2011,
/// application-time periods).</summary>
/// <param name="From">First day, inclusive; null when it held for as long as is known.</param>
/// <param name="To">First day on which it no longer holds (exclusive); null when it holds until told
/// otherwise.</param>
public sealed record ValidPeriod(DateOnly? From, DateOnly? To)
{
    /// <summary>Without bounds.</summary>
    public static ValidPeriod Always { get; } = new(null, null);

    /// <summary>True when it has at least one day.</summary>
    public bool HasDays => From is null || To is null || From < To;

    /// <summary>True when the day lies in it.</summary>
    public bool Holds(DateOnly day) => (From is null || From <= day) && (To is null || day < To);

    /// <summary>The days of both; may have none.</summary>
    public ValidPeriod And(ValidPeriod other) => new(Later(From, other.From), Earlier(To, other.To));

    private static DateOnly? Later(DateOnly? a, DateOnly? b) => a is null ? b : b is null || a >= b ? a : b;

    private static DateOnly? Earlier(DateOnly? a, DateOnly? b) => a is null ? b : b is null || a <= b ? a : b;
}

/// <summary>A point in both times: what was known then of how things stood on that day.</summary>
/// <param name="KnownAt">What had been recorded by then, inclusive; null is now.</param>
/// <param name="ValidOn">Day in the world; null is the day of <paramref name="KnownAt"/> in the city.</param>
public sealed record AsOf(DateTimeOffset? KnownAt, DateOnly? ValidOn)
{
    /// <summary>True when neither is asked for: the row as it stands.</summary>
    public bool IsNow => KnownAt is null && ValidOn is null;
}

using Lingnan.Registries.Contracts;

namespace Lingnan.Registries.Model;

/// <summary>A state and the days for which it is believed.</summary>
internal sealed record Stretch<T>(ValidPeriod Period, T State);

/// <summary>A stretch after a change.</summary>
/// <param name="Period">Its days.</param>
/// <param name="State">What is now believed of them.</param>
/// <param name="Origin">Position of the stretch that it was cut from.</param>
/// <param name="IsChanged">True when the state itself is new, false when only the days are.</param>
internal sealed record Cut<T>(ValidPeriod Period, T State, int Origin, bool IsChanged);

/// <summary>The believed states of one row over the days of the world. They never overlap. Pure.</summary>
internal static class Timeline
{
    /// <summary>
    /// What replaces the stretches that a change touches: for each of them the days before, the changed days and the
    /// days after. Stretches on which the change alters nothing are left as they are, so an empty answer means that all
    /// of it was so already.
    /// </summary>
    public static IReadOnlyList<Cut<T>> Change<T>(
        IReadOnlyList<Stretch<T>> believed, ValidPeriod effect, Func<T, T> change, Func<T, T, bool> same)
    {
        var cuts = new List<Cut<T>>();
        for (var i = 0; i < believed.Count; i++)
        {
            var (period, state) = (believed[i].Period, believed[i].State);
            var touched = period.And(effect);
            if (!touched.HasDays) continue;
            var changed = change(state);
            if (same(state, changed)) continue;
            if (touched.From != period.From) cuts.Add(new(new(period.From, touched.From), state, i, false));
            cuts.Add(new(touched, changed, i, true));
            if (touched.To != period.To) cuts.Add(new(new(touched.To, period.To), state, i, false));
        }
        return cuts;
    }

    /// <summary>Position of the stretch that stands for the row on this day: the one that holds it, else the last one
    /// before, else the first one after.</summary>
    public static int Standing(IReadOnlyList<ValidPeriod> believed, DateOnly today)
    {
        var best = 0;
        for (var i = 1; i < believed.Count; i++)
            if (Rank(believed[i], today).CompareTo(Rank(believed[best], today)) > 0) best = i;
        return best;
    }

    /// <summary>First day of which anything is believed; null when there is no beginning.</summary>
    public static DateOnly? Beginning(IEnumerable<ValidPeriod> believed)
    {
        var first = DateOnly.MaxValue;
        foreach (var period in believed)
        {
            if (period.From is not { } from) return null;
            if (from < first) first = from;
        }
        return first;
    }

    private static (int Kind, int Nearness) Rank(ValidPeriod period, DateOnly today)
    {
        if (period.Holds(today)) return (2, 0);
        return period.From is { } from && from > today ? (0, -from.DayNumber) : (1, period.To!.Value.DayNumber);
    }
}

using Lingnan.PackKit.Registries;

namespace Lingnan.Registries.Matching.Model;

/// <summary>What is to be done with two rows that were compared.</summary>
internal enum MatchDecision
{
    /// <summary>They are two things.</summary>
    New,
    /// <summary>A person decides.</summary>
    Review,
    /// <summary>They are one thing.</summary>
    Match,
}

/// <summary>How like two rows are in one field.</summary>
/// <param name="Field">Name of the field.</param>
/// <param name="Likeness">0 to 1, or null where one of them has no value.</param>
/// <param name="Weight">How much it counted.</param>
internal sealed record FieldLikeness(string Field, double? Likeness, int Weight);

/// <summary>What became of a comparison, told field by field for the person who decides.</summary>
/// <param name="Score">0 to 1.</param>
/// <param name="Decision">What follows.</param>
/// <param name="Certain">True when a certain key is equal, false when one differs, null when none tells.</param>
/// <param name="Fields">The fields.</param>
internal sealed record Comparison(
    double Score, MatchDecision Decision, bool? Certain, IReadOnlyList<FieldLikeness> Fields);

/// <summary>Compares rows of one register as it declares. Pure; values come by name of the field.</summary>
internal sealed class Matcher(MatchingDeclaration matching)
{
    /// <summary>Share of the whole weight that must have been compared before two rows are taken for one without
    /// asking: two rows that only hold the same name say little.</summary>
    private const double EvidenceMin = 0.5;

    /// <summary>A second row nearly as like makes the first one doubtful.</summary>
    private const double Margin = 0.03;

    /// <summary>Likeness from which a row may be what one is that cannot stand by itself.</summary>
    private const double SimilarMin = 0.5;

    private readonly double _whole = matching.Compare.Sum(c => c.Weight);

    public MatchingDeclaration Matching { get; } = matching;

    public Comparison Compare(
        IReadOnlyDictionary<string, Comparand> a, IReadOnlyDictionary<string, Comparand> b)
    {
        var fields = new FieldLikeness[Matching.Compare.Count];
        var (sum, weight) = (0.0, 0.0);
        for (var i = 0; i < fields.Length; i++)
        {
            var compare = Matching.Compare[i];
            var likeness = a.TryGetValue(compare.Field, out var left) && b.TryGetValue(compare.Field, out var right)
                ? Likenesses.Of(compare.By, left, right)
                : (double?)null;
            fields[i] = new(compare.Field, likeness, compare.Weight);
            if (likeness is not { } told) continue;
            sum += told * compare.Weight;
            weight += compare.Weight;
        }
        var score = weight == 0 ? 0 : Math.Clamp(sum / weight, 0, 1);
        var certain = Certain(a, b);
        return new(certain == true ? 1 : score, Decide(score, weight / _whole, certain), certain, fields);
    }

    /// <summary>The likeliest candidate and what follows; null when there is none worth a look.</summary>
    public static (int Index, Comparison Comparison)? Choose(IReadOnlyList<Comparison> candidates)
    {
        var best = -1;
        for (var i = 0; i < candidates.Count; i++)
            if (best < 0 || candidates[i].Decision > candidates[best].Decision
                || candidates[i].Decision == candidates[best].Decision
                && candidates[i].Score > candidates[best].Score) best = i;
        if (best < 0 || candidates[best].Decision == MatchDecision.New) return null;
        var chosen = candidates[best];
        var isDoubtful = chosen.Certain != true && chosen.Decision == MatchDecision.Match
            && candidates.Where((_, i) => i != best).Any(
                c => c.Decision == MatchDecision.Match && c.Score > chosen.Score - Margin);
        return (best, isDoubtful ? chosen with { Decision = MatchDecision.Review } : chosen);
    }

    /// <summary>The likeliest candidate for a row that lacks what it would need to be made: whatever shares a block
    /// with it and is no other thing for certain is better looked at by a person than lost.</summary>
    public static (int Index, Comparison Comparison)? Similar(IReadOnlyList<Comparison> candidates)
    {
        var best = -1;
        for (var i = 0; i < candidates.Count; i++)
            if (candidates[i] is { Certain: null, Score: >= SimilarMin }
                && (best < 0 || candidates[i].Score > candidates[best].Score)) best = i;
        return best < 0 ? null : (best, candidates[best] with { Decision = MatchDecision.Review });
    }

    private MatchDecision Decide(double score, double evidence, bool? certain)
    {
        if (certain == true) return MatchDecision.Match;
        // Whoever has another identity number is another person, unless all else agrees: then a person looks.
        if (certain == false) return score * 100 >= Matching.Match ? MatchDecision.Review : MatchDecision.New;
        if (score * 100 >= Matching.Match && evidence >= EvidenceMin) return MatchDecision.Match;
        return score * 100 >= Matching.Review ? MatchDecision.Review : MatchDecision.New;
    }

    private bool? Certain(IReadOnlyDictionary<string, Comparand> a, IReadOnlyDictionary<string, Comparand> b)
    {
        bool? told = null;
        foreach (var name in Matching.Certain)
        {
            if (!a.TryGetValue(name, out var left) || !b.TryGetValue(name, out var right)) continue;
            if (left.Text == right.Text) return true;
            told = false;
        }
        return told;
    }
}

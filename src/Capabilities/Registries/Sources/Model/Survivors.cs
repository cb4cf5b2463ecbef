using System.Globalization;
using Lingnan.PackKit.Registries;

namespace Lingnan.Registries.Sources.Model;

/// <summary>What one link of a source says of a field.</summary>
/// <param name="Source">Code of the source.</param>
/// <param name="Link">Link, which makes the order of equal ones certain.</param>
/// <param name="Text">Canonical text.</param>
/// <param name="Since">Since when it says so, microseconds; repeating it does not renew it.</param>
internal sealed record Said(string Source, string Link, string Text, long Since);

/// <summary>Chooses which of several values stands. Pure.</summary>
internal static class Survivors
{
    /// <summary>The one that stands, or null where nobody says anything.</summary>
    public static Said? Choose(SourcesDeclaration sources, string field, IReadOnlyCollection<Said> said)
    {
        var rule = sources.RuleOf(field);
        var ranks = sources.All.Index().ToDictionary(s => s.Item.Code, s => s.Index, StringComparer.Ordinal);
        var recent = said.OrderByDescending(s => s.Since)
            .ThenBy(s => ranks.GetValueOrDefault(s.Source, int.MaxValue))
            .ThenBy(s => s.Link, StringComparer.Ordinal).ToList();
        foreach (var code in rule.Order)
            if (recent.FirstOrDefault(s => s.Source == code) is { } authority) return authority;
        return rule.Otherwise switch
        {
            Survivorship.Agreed => Agreed(recent),
            Survivorship.Complete => recent.MaxBy(s => new StringInfo(s.Text).LengthInTextElements),
            _ => recent.FirstOrDefault(),
        };
    }

    // A source counts once however many of its records were merged into the row. MaxBy takes the first of equal ones,
    // which is the most recent.
    private static Said? Agreed(List<Said> recent)
    {
        var votes = recent.GroupBy(s => s.Text, StringComparer.Ordinal).ToDictionary(
            g => g.Key, g => g.Select(s => s.Source).Distinct(StringComparer.Ordinal).Count(), StringComparer.Ordinal);
        return recent.MaxBy(s => votes[s.Text]);
    }
}

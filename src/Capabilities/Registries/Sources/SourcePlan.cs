using Lingnan.PackKit.Registries;
using Lingnan.Registries.Model;
using Lingnan.Registries.Sources.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Sources;

/// <summary>What becomes of a row when one of its links says something, or nothing any more.</summary>
internal sealed class SourcePlan
{
    /// <summary>The row as it stands; null when it is to be made.</summary>
    public StoredRow? Existing { get; init; }

    /// <summary>The link that speaks, as it is kept; null when it is new.</summary>
    public KeptLink? Own { get; init; }

    /// <summary>Index of the key by which it is found again.</summary>
    public required string KeyIndex { get; init; }
    public required string Source { get; init; }

    /// <summary>What it says from now on.</summary>
    public required SourceWord Word { get; init; }
    public bool IsWithdrawn { get; init; }

    /// <summary>Day from which it says so, or null.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Fields of which it says something new.</summary>
    public required IReadOnlySet<string> Changed { get; init; }

    /// <summary>What the other links of the row say.</summary>
    public required IReadOnlyList<(KeptLink Link, SourceWord Word)> Others { get; init; }

    /// <summary>Fields that a person has decided.</summary>
    public IReadOnlySet<string> Decided { get; init; } = new HashSet<string>();

    /// <summary>Decided fields of which it now says just what stands.</summary>
    public IReadOnlySet<string> Agreeing { get; init; } = new HashSet<string>();

    /// <summary>What is written into the register.</summary>
    public ValidRow Row { get; set; } = new() { Values = new Dictionary<string, object?>() };

    private string OwnLink => Own?.LinkId ?? "";

    /// <summary>What is said of a field by all who speak.</summary>
    public IReadOnlyList<Said> SaidOf(string field)
    {
        var said = Others.Select(o => Of(o.Link.Source, o.Link.LinkId, o.Word, field)).OfType<Said>();
        return Of(Source, OwnLink, Word, field) is { } own && !IsWithdrawn ? [.. said, own] : [.. said];
    }

    /// <summary>True when sources differ on a field that is compared.</summary>
    public bool Differs(RegistryDeclaration register, string field) =>
        register.Sources!.RuleOf(field).Compare
        && SaidOf(field).Select(s => s.Text).Distinct(StringComparer.Ordinal).Count() > 1;

    /// <summary>The values that the new word changes in the row that stands. Fields of which nothing new is said stay,
    /// so sources that repeat themselves move nothing, whatever they contradict. What a person decided gives
    /// way only to the new word itself, never to one that was overruled before.</summary>
    public Dictionary<string, object?> Values(RegistryDeclaration register)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var name in Changed.Where(f => !Agreeing.Contains(f)))
        {
            var field = register.Field(name);
            var stands = Survivors.Choose(register.Sources!, name, SaidOf(name));
            if (Decided.Contains(name) && (IsWithdrawn || stands?.Link != OwnLink)) continue;
            if (stands is not null) values[name] = Canonical.Value(field, stands.Text);
            else if (!RowValidator.IsRequired(register, field) && !register.Key.Contains(name)) values[name] = null;
        }
        return values;
    }

    private static Said? Of(string source, string link, SourceWord word, string field) =>
        word.Values.TryGetValue(field, out var given) ? new(source, link, given.Text, given.Since) : null;
}

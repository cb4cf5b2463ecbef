using Lingnan.Catalog.Contracts;
using Lingnan.Kernel;

namespace Lingnan.Catalog.Model;

/// <summary>What a description must hold. Each fault names its field.</summary>
internal static class DescriptionRules
{
    // What is missing, or does not fit together yet, may be mended later; what could not be kept, or found again,
    // may not.
    private static readonly HashSet<string> Mendable = new(StringComparer.Ordinal)
    {
        CatalogErrors.Required().Code, CatalogErrors.ConditionMissing().Code, CatalogErrors.LegalBasisMissing().Code,
        CatalogErrors.OpenWithoutShare().Code, CatalogErrors.ProviderCodeMissing().Code, CatalogErrors.NoItems().Code,
        CatalogErrors.ItemWider("").Code,
    };

    /// <summary>Those of the faults that keep a draft from being saved.</summary>
    public static IReadOnlyList<DescriptionFault> Stopping(IReadOnlyList<DescriptionFault> faults) =>
        [.. faults.Where(f => f.Field == "title" || !Mendable.Contains(f.Error.Code))];

    /// <summary>What keeps a draft from being handed in.</summary>
    public static IReadOnlyList<DescriptionFault> CheckWhole(ResourceDescription draft) =>
    [
        .. Check(draft),
        .. draft.ProviderCode is null
            ? new[] { new DescriptionFault("providerCode", CatalogErrors.ProviderCodeMissing()) } : [],
    ];

    /// <summary>Faults of a tidied description.</summary>
    public static IReadOnlyList<DescriptionFault> Check(ResourceDescription d)
    {
        var faults = new List<DescriptionFault>();
        CheckTexts(d, faults);
        CheckClasses(d, faults);
        CheckItems(d, faults);
        if (d.Related.Count > CatalogLimits.RelatedMax)
            faults.Add(new("related", CatalogErrors.TooMany(CatalogLimits.RelatedMax)));
        foreach (var related in d.Related)
            if (CatalogCode.Parse(related) is { IsOk: false })
                faults.Add(new("related", CatalogErrors.BadCode(related)));
        if (d.Keywords.Count > CatalogLimits.KeywordsMax)
            faults.Add(new("keywords", CatalogErrors.TooMany(CatalogLimits.KeywordsMax)));
        return faults;
    }

    private static void CheckTexts(ResourceDescription d, List<DescriptionFault> faults)
    {
        if (CatalogCode.Parse($"{d.Classification}/1") is { IsOk: false })
            faults.Add(new("classification", CatalogErrors.BadClassification()));
        Words(faults, "title", d.Title, CatalogLimits.TitleMax);
        Words(faults, "summary", d.Summary, CatalogLimits.SummaryMax);
        Words(faults, "provider", d.Provider, CatalogLimits.TitleMax);
        if (d.ProviderCode is { } code && CreditCode.Parse(code) is { IsOk: false } bad)
            faults.Add(new("providerCode", bad.Error));
        if (d.Region is { } region && RegionCode.Parse(region) is { IsOk: false } wrong)
            faults.Add(new("region", wrong.Error));
        Length(faults, "shareCondition", d.ShareCondition);
        Length(faults, "legalBasis", d.LegalBasis);
        Length(faults, "openCondition", d.OpenCondition);
        foreach (var keyword in d.Keywords) Length(faults, "keywords", keyword);
    }

    private static void CheckClasses(ResourceDescription d, List<DescriptionFault> faults)
    {
        if (d.Share == ShareClass.Conditional && d.ShareCondition is null)
            faults.Add(new("shareCondition", CatalogErrors.ConditionMissing()));
        if (d.Share == ShareClass.None && d.LegalBasis is null)
            faults.Add(new("legalBasis", CatalogErrors.LegalBasisMissing()));
        if (d.Open == OpenClass.Conditional && d.OpenCondition is null)
            faults.Add(new("openCondition", CatalogErrors.ConditionMissing()));
        if (d.Share == ShareClass.None && d.Open != OpenClass.None)
            faults.Add(new("open", CatalogErrors.OpenWithoutShare()));
    }

    private static void CheckItems(ResourceDescription d, List<DescriptionFault> faults)
    {
        if (d.Items.Count == 0) faults.Add(new("items", CatalogErrors.NoItems()));
        if (d.Items.Count > CatalogLimits.ItemsMax)
            faults.Add(new("items", CatalogErrors.TooMany(CatalogLimits.ItemsMax)));
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in d.Items.Take(CatalogLimits.ItemsMax))
        {
            var path = $"items.{item.Name}";
            if (item.Name.Length is 0 or > CatalogLimits.ItemNameMax
                || item.Name.Any(c => char.IsControl(c) || c == '.'))
                faults.Add(new("items", CatalogErrors.ItemName(CatalogLimits.ItemNameMax)));
            else if (!names.Add(item.Name)) faults.Add(new(path, CatalogErrors.ItemTwice(item.Name)));
            Words(faults, path, item.Title, CatalogLimits.TitleMax);
            if (item.Privacy is ItemPrivacy.Personal or ItemPrivacy.Sensitive
                && item.Open == OpenClass.Unconditional)
                faults.Add(new(path, CatalogErrors.PersonalItemOpen(item.Name)));
            if (item.Open != OpenClass.None && d.Open == OpenClass.None)
                faults.Add(new(path, CatalogErrors.ItemWider(item.Name)));
            if (item.Share != ShareClass.None && d.Share == ShareClass.None)
                faults.Add(new(path, CatalogErrors.ItemWider(item.Name)));
        }
    }

    private static void Words(List<DescriptionFault> faults, string field, LocalText words, int max)
    {
        if (words.Zh.Length == 0) faults.Add(new(field, CatalogErrors.Required()));
        if (words.Zh.Length > max || words.En.Length > max * 2) faults.Add(new(field, CatalogErrors.TooLong(max)));
        if (words.Zh.Concat(words.En).Any(c => char.IsControl(c) && c != '\n'))
            faults.Add(new(field, CatalogErrors.ControlCharacter()));
    }

    private static void Length(List<DescriptionFault> faults, string field, string? text)
    {
        if (text?.Length > CatalogLimits.ConditionMax)
            faults.Add(new(field, CatalogErrors.TooLong(CatalogLimits.ConditionMax)));
    }
}

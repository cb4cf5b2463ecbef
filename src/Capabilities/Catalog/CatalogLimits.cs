namespace Lingnan.Catalog;

/// <summary>Bounds of the catalogue, each with its reason.</summary>
internal static class CatalogLimits
{
    /// <summary>Rows of a page: one screen, one answer.</summary>
    public const int PageRowsMax = 100;

    /// <summary>Characters of a title.</summary>
    public const int TitleMax = 200;

    /// <summary>Characters of a summary: a paragraph, not a document.</summary>
    public const int SummaryMax = 2000;

    /// <summary>Characters of a condition, a legal basis or a keyword.</summary>
    public const int ConditionMax = 500;

    /// <summary>Characters of an item's name: those of a column of the databases in use.</summary>
    public const int ItemNameMax = 128;

    /// <summary>Items of a resource; a declared register has at most 200 fields.</summary>
    public const int ItemsMax = 500;

    /// <summary>Related resources: more are no help to a reader.</summary>
    public const int RelatedMax = 50;

    /// <summary>Further words to be found by.</summary>
    public const int KeywordsMax = 30;

    /// <summary>Characters of a reason.</summary>
    public const int ReasonMax = 200;

    /// <summary>Characters of a search.</summary>
    public const int SearchMax = 100;

    /// <summary>Words of a search that are looked up; each costs a list.</summary>
    public const int SearchTokensMax = 20;

    /// <summary>Characters of a Latin word that are kept: longer ones are no words.</summary>
    public const int TokenMax = 64;

    /// <summary>Values chosen or shown of one facet.</summary>
    public const int FacetValuesMax = 50;

    /// <summary>Versions shown of one resource.</summary>
    public const int VersionsMax = 200;

    /// <summary>Lines of one answer of the feed: a few megabytes.</summary>
    public const int FeedLinesMax = 1000;

    /// <summary>Reported lines kept together; few enough that other writers do not wait long.</summary>
    public const int BatchLines = 500;

    /// <summary>Refused lines told of one file; whoever has more mends these first.</summary>
    public const int FaultsShown = 100;

    /// <summary>Bytes of a posted description: 500 items with long titles.</summary>
    public const long BodyBytesMax = 1024 * 1024;

    /// <summary>Characters of the address of a catalogue below.</summary>
    public const int AddressMax = 200;
}

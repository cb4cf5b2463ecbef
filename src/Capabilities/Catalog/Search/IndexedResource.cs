using Lingnan.Catalog.Contracts;
using Lingnan.Catalog.Model;
using Lingnan.Catalog.Storage;
using Lingnan.Kernel;

namespace Lingnan.Catalog.Search;

/// <summary>What a search knows of a resource.</summary>
internal sealed record IndexedResource(
    string Code, bool IsPublic, string? Region, IReadOnlyDictionary<string, byte> Tokens,
    IReadOnlyList<IReadOnlyList<string>> FacetValues, LocalText Provider)
{
    private const byte InTitle = 8, InProvider = 3, InItem = 2, InSummary = 1;
    private const int TownDigits = 9;

    public static IndexedResource Of(StoredResource stored)
    {
        var d = Descriptions.Read(stored.Body);
        var tokens = new Dictionary<string, byte>(StringComparer.Ordinal);
        Add(tokens, InTitle, d.Title.Zh, d.Title.En, stored.Code, stored.Code.Replace('/', ' '),
            stored.ReportedCode ?? "");
        Add(tokens, InProvider, [d.Provider.Zh, d.Provider.En, .. d.Keywords]);
        foreach (var item in d.Items) Add(tokens, InItem, item.Title.Zh, item.Title.En, item.Name);
        Add(tokens, InSummary, d.Summary.Zh, d.Summary.En, stored.Source ?? "");
        return new IndexedResource(
            stored.Code, Lifecycle.IsPublic(stored.State), d.Region, tokens,
            [
                [d.Classification[..Math.Min(3, d.Classification.Length)]], [d.Provider.Zh], [Word(d.Share)],
                [Word(d.Open)], [Word(d.Cycle)], [.. d.Formats.Select(Word)], [Town(d.Region)], [Word(stored.State)],
            ],
            d.Provider);
    }

    /// <summary>The nine digits of a town, or <c>city</c>.</summary>
    public static string Town(string? region) => region?.Length >= TownDigits ? region[..TownDigits] : "city";

    /// <summary>A choice as the words of an address.</summary>
    public static string Word<T>(T choice) where T : struct, Enum =>
        System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(choice.ToString());

    private static void Add(Dictionary<string, byte> tokens, byte weight, params IEnumerable<string> texts)
    {
        foreach (var text in texts)
            foreach (var token in Model.Tokens.Of(text))
                tokens[token] = Math.Max(weight, tokens.GetValueOrDefault(token));
    }
}

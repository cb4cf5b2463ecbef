using System.Globalization;
using Lingnan.Catalog.Contracts;
using Lingnan.Catalog.Model;
using Lingnan.Kernel;

namespace Lingnan.Catalog.Dcat;

/// <summary>The catalogue in the terms of DCAT 3, with what DCAT-AP 3.0.1 makes mandatory.</summary>
internal static class DcatGraph
{
    private const string Authority = "http://publications.europa.eu/resource/authority/";

    public static readonly IReadOnlyList<(string Name, string Iri)> Prefixes =
    [
        ("dcat", "http://www.w3.org/ns/dcat#"), ("dct", "http://purl.org/dc/terms/"),
        ("foaf", "http://xmlns.com/foaf/0.1/"), ("xsd", "http://www.w3.org/2001/XMLSchema#"),
        ("adms", "http://www.w3.org/ns/adms#"),
    ];

    public static IEnumerable<Node> Catalog(string site, LocalText title, LocalText description)
    {
        yield return new Node(
            $"{site}/catalog", "dcat:Catalog",
            [
                .. Both("dct:title", title), .. Both("dct:description", description),
                ("dct:publisher", Term.Iri($"{site}/catalog#publisher")),
                ("foaf:homepage", Term.Iri($"{site}/catalog")),
            ]);
        yield return new Node($"{site}/catalog#publisher", "foaf:Agent", [.. Both("foaf:name", title)]);
    }

    /// <summary>That the catalogue holds the resource; the resource itself follows from <see cref="Of"/>.</summary>
    public static Node Holds(string site, Resource resource) => new(
        $"{site}/catalog", "dcat:Catalog", [("dcat:dataset", Term.Iri(IriOf(site, resource)))]);

    public static IEnumerable<Node> Of(string site, Resource resource)
    {
        var (iri, d) = (IriOf(site, resource), resource.Description);
        var said = new List<(string, Term)>();
        said.AddRange(Both("dct:title", d.Title));
        said.AddRange(Both("dct:description", d.Summary));
        said.Add(("dct:identifier", Term.Text(resource.Code)));
        said.Add(("dct:publisher", Term.Iri($"{iri}#provider")));
        said.Add(("dct:accessRights", Term.Iri(Authority + "access-right/" + Access(d.Open))));
        if (Frequency(d.Cycle) is { } frequency)
            said.Add(("dct:accrualPeriodicity", Term.Iri(Authority + "frequency/" + frequency)));
        if (resource.PublishedAt is { } issued) said.Add(("dct:issued", Term.Time(issued)));
        said.Add(("dct:modified", Term.Time(resource.LastWriteAt ?? resource.ChangedAt)));
        said.Add(("dcat:version", Term.Text(resource.Number.ToString(CultureInfo.InvariantCulture))));
        foreach (var keyword in d.Keywords) said.Add(("dcat:keyword", Term.Text(keyword, "zh-CN")));
        foreach (var related in d.Related)
            said.Add(("dct:relation", Term.Iri($"{site}/catalog/resources/{Codes.InAddress(related)}")));
        said.Add(("dcat:landingPage", Term.Iri(iri)));
        said.Add(("dcat:distribution", Term.Iri($"{iri}#distribution")));
        yield return new Node(iri, "dcat:Dataset", said);
        yield return new Node(
            $"{iri}#provider", "foaf:Agent",
            d.ProviderCode is { } code
                ? [.. Both("foaf:name", d.Provider), ("dct:identifier", Term.Text(code))]
                : [.. Both("foaf:name", d.Provider)]);
        yield return new Node(
            $"{iri}#distribution", "dcat:Distribution",
            [("dcat:accessURL", Term.Iri(iri)), .. Both("dct:title", d.Title)]);
    }

    private static string IriOf(string site, Resource resource) =>
        $"{site}/catalog/resources/{Codes.InAddress(resource.Code)}";

    private static IEnumerable<(string, Term)> Both(string property, LocalText words) => words.Zh == words.En
        ? [(property, Term.Text(words.Zh, "zh-CN"))]
        : [(property, Term.Text(words.Zh, "zh-CN")), (property, Term.Text(words.En, "en"))];

    private static string Access(OpenClass open) => open switch
    {
        OpenClass.Unconditional => "PUBLIC",
        OpenClass.Conditional => "RESTRICTED",
        _ => "NON_PUBLIC",
    };

    private static string? Frequency(UpdateCycle cycle) => cycle switch
    {
        UpdateCycle.RealTime => "UPDATE_CONT",
        UpdateCycle.Daily => "DAILY",
        UpdateCycle.Weekly => "WEEKLY",
        UpdateCycle.Monthly => "MONTHLY",
        UpdateCycle.Quarterly => "QUARTERLY",
        UpdateCycle.HalfYearly => "ANNUAL_2",
        UpdateCycle.Yearly => "ANNUAL",
        UpdateCycle.Irregular => "IRREG",
        _ => "NEVER",
    };
}

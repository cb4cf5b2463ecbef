namespace Lingnan.Catalog.Dcat;

/// <summary>A thing that is described: its address, its class and what is said of it.</summary>
internal sealed record Node(string Iri, string Class, IReadOnlyList<(string Property, Term Value)> Said);

/// <summary>What a property says: another thing, or a text with its language or datatype. Properties, classes and
/// datatypes are written with the prefixes of <see cref="DcatGraph.Prefixes"/>.</summary>
internal sealed record Term(string Value, bool IsIri, string? Language = null, string? Datatype = null)
{
    public static Term Iri(string iri) => new(iri, true);
    public static Term Text(string text, string? language = null) => new(text, false, language);
    public static Term Time(DateTimeOffset at) => new(
        at.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture), false,
        Datatype: "xsd:dateTime");
}

using System.Text.Json;

namespace Lingnan.Web.Console.Features;

/// <summary>How resources of the catalogue are told.</summary>
internal static class CatalogWords
{
    /// <summary>Key of the words of a choice.</summary>
    public static string Key<T>(string facet, T choice) where T : struct, Enum => $"catalog.{facet}.{Value(choice)}";

    /// <summary>A choice as facets write it.</summary>
    public static string Value<T>(T choice) where T : struct, Enum =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(choice.ToString());

    /// <summary>Page of a resource.</summary>
    public static string Href(string code) => "/console/catalog/" + code.Replace('/', '-');
}

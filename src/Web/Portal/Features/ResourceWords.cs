using System.Text.Json;
using Lingnan.Catalog.Contracts;
using Lingnan.Kernel;
using Lingnan.Platform.Words;
using Lingnan.Web.Kit;

namespace Lingnan.Web.Portal.Features;

/// <summary>How resources of the catalogue are told.</summary>
internal static class ResourceWords
{
    /// <summary>Key of the words of a choice.</summary>
    public static string Key<T>(string facet, T choice) where T : struct, Enum =>
        $"catalog.{facet}.{JsonNamingPolicy.KebabCaseLower.ConvertName(choice.ToString())}";

    /// <summary>Words of a value of a facet.</summary>
    public static string Facet(IWords words, string facet, string value, LocalText? title) => facet switch
    {
        CatalogFacets.Class or CatalogFacets.Provider => title?.ToString() ?? value,
        CatalogFacets.Town when value != "city" => value,
        _ => words[$"catalog.{facet}.{value}"],
    };

    /// <summary>Page of a resource.</summary>
    public static string Href(string code) => "/catalog/resources/" + code.Replace('/', '-');

    /// <summary>Tone of a timeliness.</summary>
    public static Tone ToneOf(Timeliness timeliness) => timeliness switch
    {
        Timeliness.OnTime => Tone.Good,
        Timeliness.Late => Tone.Warning,
        _ => Tone.Neutral,
    };
}

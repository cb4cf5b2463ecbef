using System.Text.Json;
using Lingnan.Platform.Words;

namespace Lingnan.Web.Console.Features;

/// <summary>How resources of the catalogue are told.</summary>
internal static class CatalogWords
{
    /// <summary>Key of the words of a choice.</summary>
    public static string Key<T>(string facet, T choice) where T : struct, Enum => $"catalog.{facet}.{Value(choice)}";

    /// <summary>A choice as facets write it.</summary>
    public static string Value<T>(T choice) where T : struct, Enum =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(choice.ToString());

    /// <summary>A field of a description as the form calls it, or as it is written where the form has no words for
    /// it.</summary>
    public static string FieldName(IWords words, string field) => field switch
    {
        "classification" => words["console.catalog.classification"],
        "title" => words["catalog.column.title"],
        "summary" => words["catalog.column.summary"],
        "provider" => words["catalog.column.provider"],
        "providerCode" => words["catalog.column.provider-code"],
        "region" => words["console.catalog.region"],
        "shareCondition" => words["console.catalog.condition"],
        "legalBasis" => words["console.catalog.basis"],
        "open" => words["catalog.column.open"],
        "openCondition" => words["catalog.column.open-condition"],
        "related" => words["catalog.column.related"],
        "keywords" => words["console.catalog.keywords"],
        "items" => words["console.catalog.items"],
        _ when field.StartsWith("items.", StringComparison.Ordinal) =>
            $"{words["console.catalog.item"]} {field["items.".Length..]}",
        _ => field,
    };

    /// <summary>Page of a resource.</summary>
    public static string Href(string code) => "/console/catalog/" + code.Replace('/', '-');
}

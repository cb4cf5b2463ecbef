using Lingnan.Catalog.Contracts;
using Lingnan.Catalog.Features;
using Lingnan.Kernel;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Web;
using Lingnan.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Routing;

namespace Lingnan.Catalog.Dcat;

/// <summary><c>/catalog.ttl</c>, <c>/catalog.jsonld</c>, and the same for one resource.
/// Only what is published.</summary>
internal static class DcatEndpoints
{
    private const string Public = "Only published entries of the catalogue are in it, as on its pages.";

    private static readonly (string Ending, string Type)[] Forms =
        [("ttl", "text/turtle; charset=utf-8"), ("jsonld", "application/ld+json")];

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        foreach (var (ending, type) in Forms)
        {
            endpoints.MapGet($"/catalog.{ending}", (HttpContext http, PublishedResources published, IWords words) =>
                WholeAsync(http, type, published, words)).WithLongTime().ForEveryone(Public).ExcludeFromDescription();
            endpoints.MapGet($"/catalog/{{code}}.{ending}", (string code, HttpContext http, ICatalog catalog) =>
                OneAsync(http, type, catalog, code)).ForEveryone(Public).ExcludeFromDescription();
        }
    }

    private static async Task WholeAsync(HttpContext http, string type, PublishedResources published, IWords words)
    {
        http.Response.ContentType = type;
        var (site, stop) = (Site(http.Request), http.RequestAborted);
        await using var writer = Writer(type, http.Response.Body);
        foreach (var node in DcatGraph.Catalog(
            site, Both(words, "catalog.dcat.title"), Both(words, "catalog.dcat.text")))
            await writer.WriteAsync(node, stop);
        await foreach (var resource in published.AllAsync(stop))
        {
            await writer.WriteAsync(DcatGraph.Holds(site, resource), stop);
            foreach (var node in DcatGraph.Of(site, resource)) await writer.WriteAsync(node, stop);
        }
        await writer.EndAsync(stop);
    }

    private static async Task<IResult> OneAsync(HttpContext http, string type, ICatalog catalog, string code)
    {
        var got = await catalog.GetAsync(code, Caller.Nobody, http.RequestAborted);
        if (!got.IsOk) return got.Error.ToHttp();
        http.Response.ContentType = type;
        await using var writer = Writer(type, http.Response.Body);
        foreach (var node in DcatGraph.Of(Site(http.Request), got.Value))
            await writer.WriteAsync(node, http.RequestAborted);
        await writer.EndAsync(http.RequestAborted);
        return Results.Empty;
    }

    private static IRdfWriter Writer(string type, Stream target) =>
        type == Forms[0].Type ? new TurtleWriter(target) : new JsonLdWriter(target);

    private static string Site(HttpRequest request) =>
        UriHelper.BuildAbsolute(request.Scheme, request.Host, request.PathBase).TrimEnd('/');

    private static LocalText Both(IWords words, string key) =>
        new(words[key, Languages.Chinese], words[key, Languages.English]);
}

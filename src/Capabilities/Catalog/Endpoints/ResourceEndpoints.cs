using System.Globalization;
using Lingnan.Catalog.Contracts;
using Lingnan.Kernel;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lingnan.Catalog.Endpoints;

/// <summary>A resource as posted.</summary>
/// <param name="Description">Its description.</param>
/// <param name="Reason">Why, or null.</param>
internal sealed record ResourceBody(ResourceDescription? Description, string? Reason);

/// <summary>A step as posted.</summary>
/// <param name="Reason">Why, or null.</param>
internal sealed record ActionBody(string? Reason);

/// <summary><c>/api/catalog</c>: search, resources, versions, differences, steps, coverage. In addresses a code is
/// written with a hyphen for its slash.</summary>
internal static class ResourceEndpoints
{
    private const string Published =
        "What is published in the catalogue is public; drafts are shown to their officers.";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api/catalog").WithTags("catalog");
        api.MapGet("/resources", SearchAsync).WithName("searchResources").Produces<CatalogPage>()
            .ForEveryone(Published);
        api.MapGet("/resources/{code}", GetAsync).WithName("getResource").Produces<Resource>().ForEveryone(Published);
        api.MapGet("/resources/{code}/versions", VersionsAsync).WithName("listResourceVersions")
            .Produces<ResourceVersion[]>().ForEveryone(Published);
        api.MapGet("/resources/{code}/diff", DifferAsync).WithName("compareResourceVersions")
            .Produces<Difference[]>().ForEveryone(Published);
        api.MapPost("/resources", CreateAsync).WithName("createResource").Produces<Resource>(201)
            .Requires(CatalogPermissions.Edit);
        api.MapPut("/resources/{code}", EditAsync).WithName("editResource").Produces<Resource>()
            .Requires(CatalogPermissions.Edit);
        api.MapPost("/resources/{code}/submit", Step(ResourceAction.Submit)).WithName("submitResource")
            .Produces<Resource>().Requires(CatalogPermissions.Edit);
        api.MapPost("/resources/{code}/discard", Step(ResourceAction.Discard)).WithName("discardResourceDraft")
            .Produces<Resource>().Requires(CatalogPermissions.Edit);
        api.MapPost("/resources/{code}/return", Step(ResourceAction.Return)).WithName("returnResource")
            .Produces<Resource>().Requires(CatalogPermissions.Review);
        api.MapPost("/resources/{code}/publish", Step(ResourceAction.Publish)).WithName("publishResource")
            .Produces<Resource>().Requires(CatalogPermissions.Publish);
        api.MapPost("/resources/{code}/withdraw", Step(ResourceAction.Withdraw)).WithName("withdrawResource")
            .Produces<Resource>().Requires(CatalogPermissions.Publish);
        api.MapGet("/coverage", CoverageAsync).WithName("catalogCoverage").Produces<Coverage[]>()
            .Requires(CatalogPermissions.Read);
    }

    /// <summary>What a search asks: <c>?q=…&amp;share=…&amp;provider=…&amp;cursor=…&amp;limit=…</c>; a facet may be
    /// named several times.</summary>
    public static Result<CatalogQuery> Query(HttpRequest request)
    {
        var limit = 20;
        if (One(request, "limit") is { } asked
            && !int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out limit))
            return CatalogErrors.BadLimit();
        return new CatalogQuery
        {
            Text = One(request, "q"),
            Cursor = One(request, "cursor"),
            Limit = limit,
            Facets = CatalogFacets.All.Where(request.Query.ContainsKey).ToDictionary(
                f => f,
                f => (IReadOnlyList<string>)[.. request.Query[f].Where(v => !string.IsNullOrEmpty(v)).OfType<string>()],
                StringComparer.Ordinal),
        };
    }

    private static async Task<IResult> SearchAsync(
        HttpContext http, ICatalog catalog, ICallerSource callers, CancellationToken cancellationToken)
    {
        var query = Query(http.Request);
        if (!query.IsOk) return query.Error.ToHttp();
        http.Response.Headers.CacheControl = "private, no-cache";
        return await catalog.SearchAsync(query.Value, await callers.CurrentAsync(cancellationToken), cancellationToken)
            .ToHttp();
    }

    private static async Task<IResult> GetAsync(
        string code, HttpContext http, ICatalog catalog, ICallerSource callers, CancellationToken cancellationToken)
    {
        var got = await catalog.GetAsync(code, await callers.CurrentAsync(cancellationToken), cancellationToken);
        if (!got.IsOk) return got.Error.ToHttp();
        http.Response.Headers.ETag = Tag(got.Value);
        http.Response.Headers.CacheControl = "private, no-cache";
        return http.Request.Headers.IfNoneMatch.Contains(Tag(got.Value))
            ? Results.StatusCode(StatusCodes.Status304NotModified) : Results.Json(got.Value);
    }

    private static async Task<IResult> VersionsAsync(
        string code, ICatalog catalog, ICallerSource callers, CancellationToken cancellationToken) =>
        await catalog.VersionsAsync(code, await callers.CurrentAsync(cancellationToken), cancellationToken).ToHttp();

    private static async Task<IResult> DifferAsync(
        string code, HttpContext http, ICatalog catalog, ICallerSource callers, CancellationToken cancellationToken)
    {
        if (!long.TryParse(One(http.Request, "from"), NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            || !long.TryParse(One(http.Request, "to"), NumberStyles.None, CultureInfo.InvariantCulture, out var to))
            return CatalogErrors.BadNumber().ToHttp();
        var caller = await callers.CurrentAsync(cancellationToken);
        return await catalog.DifferAsync(code, from, to, caller, cancellationToken).ToHttp();
    }

    private static async Task<IResult> CreateAsync(
        ResourceBody body, HttpContext http, ICatalog catalog, ICallerSource callers,
        CancellationToken cancellationToken)
    {
        if (body.Description is not { } description) return CatalogErrors.BadBody().ToHttp();
        var caller = await callers.CurrentAsync(cancellationToken);
        var outcome = await catalog.CreateAsync(description, body.Reason, caller, cancellationToken);
        return Written(http, outcome, isNew: true);
    }

    private static async Task<IResult> EditAsync(
        string code, ResourceBody body, HttpContext http, ICatalog catalog, ICallerSource callers,
        CancellationToken cancellationToken)
    {
        if (body.Description is not { } description) return CatalogErrors.BadBody().ToHttp();
        var expected = IfMatch(http.Request);
        if (!expected.IsOk) return expected.Error.ToHttp();
        var caller = await callers.CurrentAsync(cancellationToken);
        var outcome = await catalog.EditAsync(
            code, description, expected.Value, body.Reason, caller, cancellationToken);
        return Written(http, outcome, isNew: false);
    }

    private static Func<string, HttpContext, ICatalog, ICallerSource, ActionBody?, CancellationToken,
        Task<IResult>> Step(
        ResourceAction action) => async (code, http, catalog, callers, body, cancellationToken) =>
    {
        var expected = IfMatch(http.Request);
        if (!expected.IsOk) return expected.Error.ToHttp();
        var caller = await callers.CurrentAsync(cancellationToken);
        var outcome = await catalog.ActAsync(code, action, expected.Value, body?.Reason, caller, cancellationToken);
        return Written(http, outcome, isNew: false);
    };

    private static async Task<IResult> CoverageAsync(
        HttpContext http, ICatalog catalog, ICallerSource callers, CancellationToken cancellationToken) =>
        Results.Json(await catalog.CoverageAsync(
            One(http.Request, "by") == "town", await callers.CurrentAsync(cancellationToken), cancellationToken));

    private static IResult Written(HttpContext http, Result<CatalogOutcome> outcome, bool isNew)
    {
        if (!outcome.IsOk) return outcome.Error.ToHttp();
        if (outcome.Value.Resource is not { } resource)
            return CatalogErrors.Refused(outcome.Value.Faults.Count)
                .ToHttp(outcome.Value.Faults.Select(f => new ProblemField(f.Field, f.Error)));
        http.Response.Headers.ETag = Tag(resource);
        return isNew
            ? Results.Created($"/api/catalog/resources/{Model.Codes.InAddress(resource.Code)}", resource)
            : Results.Json(resource);
    }

    private static string Tag(Resource resource) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{resource.Version}\"");

    private static Result<long?> IfMatch(HttpRequest request)
    {
        var tag = request.Headers.IfMatch.ToString();
        if (tag.Length == 0 || tag == "*") return Result<long?>.Ok(null);
        return long.TryParse(tag.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? Result<long?>.Ok(version) : CatalogErrors.BadVersion();
    }

    private static string? One(HttpRequest request, string name) =>
        request.Query[name].FirstOrDefault() is { Length: > 0 } text ? text : null;
}

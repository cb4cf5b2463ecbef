using System.Globalization;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Web;
using Lingnan.Registries.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Lingnan.Web.Console.Features;

/// <summary>
/// Takes the file of the import page. A plain form post streams a file of any size straight into the file store,
/// which a circuit could not; the page then goes on with the kept file.
/// </summary>
internal static class UploadForImport
{
    private const long BodyBytesMax = 4L << 30;

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/console/import/upload", HandleAsync)
            .Requires(RegistriesPermissions.Import)
            .WithMetadata(new RequestSizeLimitAttribute(BodyBytesMax))
            .DisableAntiforgery()
            .ExcludeFromDescription();

    private static async Task<IResult> HandleAsync(
        HttpContext http, [FromQuery] string register, IImports imports, ICallerSource callers,
        CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || type.Boundary.Length == 0)
            return Back(register, "registries.import.no-file");
        var reader = new MultipartReader(HeaderUtilities.RemoveQuotes(type.Boundary).Value!, http.Request.Body);
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            var file = section.AsFileSection();
            if (file?.FileStream is null || string.IsNullOrEmpty(file.FileName)) continue;
            var caller = await callers.CurrentAsync(cancellationToken);
            var kept = await imports.UploadAsync(register, file.FileName, file.FileStream, caller, cancellationToken);
            return kept.IsOk
                ? Results.Redirect(Page(register, ("file", kept.Value.FileHash), ("name", file.FileName)))
                : Back(register, kept.Error.Code, kept.Error.Args);
        }
        return Back(register, "registries.import.no-file");
    }

    private static IResult Back(string register, string code, IReadOnlyDictionary<string, object?>? args = null) =>
        Results.Redirect(Page(register, [("error", code), .. Facts(args)]));

    private static IEnumerable<(string, string?)> Facts(IReadOnlyDictionary<string, object?>? args) =>
        (args ?? new Dictionary<string, object?>()).Select(a =>
            ("fact." + a.Key, Convert.ToString(a.Value, CultureInfo.InvariantCulture)));

    private static string Page(string register, params (string Name, string? Value)[] query) =>
        QueryHelpers.AddQueryString("/console/import",
            query.Prepend(("register", register)).Select(q => KeyValuePair.Create(q.Item1, q.Item2)));
}

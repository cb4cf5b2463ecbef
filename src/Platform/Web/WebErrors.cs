using Lingnan.Kernel;

namespace Lingnan.Platform.Web;

/// <summary>Errors of HTTP itself.</summary>
internal static class WebErrors
{
    public static readonly Error Request = new("platform.request.malformed");
    public static readonly Error RouteNotFound = new("platform.route.not-found");
    public static readonly Error Method = new("platform.method.not-allowed");
    public static readonly Error NotAcceptable = new("platform.accept.not-acceptable");
    public static readonly Error MediaType = new("platform.media-type.unsupported");
    public static readonly Error SignedOut = new("platform.access.signed-out");
    public static readonly Error CrossSite = new("platform.cross-site.forbidden");
    public static readonly Error TooMany = new("platform.requests.too-many");
    public static readonly Error Timeout = new("platform.request.timeout");
    public static readonly Error Unavailable = new("platform.service.unavailable");
    public static readonly Error Unexpected = new("platform.unexpected");
    public static readonly Error JsonTooDeep = Error.Of("platform.json.too-deep", ("max", WebLimits.JsonDepth));
    public static readonly Error HeadersTooLarge = Error.Of("platform.headers.too-large");

    public static readonly Error Forbidden = new("platform.access.forbidden");

    /// <summary>The refusal names what is missing, so that the reader can ask for it.</summary>
    public static Error Permission(LocalText title) => Error.Of("platform.permission.forbidden", ("permission", title));

    public static Error BodyTooLarge(long max) => Error.Of("platform.body.too-large", ("max", max));

    public static Error Json(string? path) => Error.Of("platform.json.malformed", ("path", path ?? "$"));

    public static Error Parameter(string name) => Error.Of("platform.parameter.malformed", ("name", name));

    /// <summary>The error for a status that some part of the framework set without a body.</summary>
    public static Error OfStatus(int status) => status switch
    {
        401 => SignedOut,
        403 => Forbidden,
        404 => RouteNotFound,
        405 => Method,
        406 => NotAcceptable,
        413 => BodyTooLarge(WebLimits.BodyBytes),
        415 => MediaType,
        429 => TooMany,
        431 => HeadersTooLarge,
        503 => Unavailable,
        >= 500 => Unexpected,
        _ => Request,
    };
}

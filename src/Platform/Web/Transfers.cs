using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Http.Timeouts;

namespace Lingnan.Platform.Web;

/// <summary>Endpoints that move whole files.</summary>
public static class Transfers
{
    /// <summary>Allows a body of <paramref name="bodyBytes"/> (default: a register of a metropolis) and a long time.
    /// The endpoint must stream the body; it is never buffered whole.</summary>
    public static TBuilder WithUpload<TBuilder>(this TBuilder builder, long bodyBytes = WebLimits.UploadBytes)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new BodyLimit(bodyBytes)).WithLongTime();

    /// <summary>Allows a long time, e.g. for an export of everything.</summary>
    public static TBuilder WithLongTime<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new RequestTimeoutAttribute((int)WebLimits.TransferTimeout.TotalMilliseconds));

    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}

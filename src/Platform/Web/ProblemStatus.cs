using Lingnan.Kernel;
using Microsoft.AspNetCore.Http;

namespace Lingnan.Platform.Web;

/// <summary>The HTTP status of an error, told by the last segment of its code,
/// so that a new error needs no table.</summary>
internal static class ProblemStatus
{
    private const int Default = StatusCodes.Status422UnprocessableEntity;

    private static readonly (string Ending, int Status)[] ByEnding =
    [
        ("not-found", StatusCodes.Status404NotFound),
        ("not-allowed", StatusCodes.Status405MethodNotAllowed),
        ("not-acceptable", StatusCodes.Status406NotAcceptable),
        ("unsupported", StatusCodes.Status415UnsupportedMediaType),
        ("signed-out", StatusCodes.Status401Unauthorized),
        ("forbidden", StatusCodes.Status403Forbidden),
        ("purpose-required", StatusCodes.Status403Forbidden),
        ("case-required", StatusCodes.Status403Forbidden),
        ("consent-required", StatusCodes.Status403Forbidden),
        ("conflict", StatusCodes.Status409Conflict),
        ("version", StatusCodes.Status412PreconditionFailed),
        ("too-deep", StatusCodes.Status400BadRequest),
        ("malformed", StatusCodes.Status400BadRequest),
        ("too-many", StatusCodes.Status429TooManyRequests),
        ("timeout", StatusCodes.Status503ServiceUnavailable),
        ("unavailable", StatusCodes.Status503ServiceUnavailable),
        ("database-busy", StatusCodes.Status503ServiceUnavailable),
        ("database-unreachable", StatusCodes.Status503ServiceUnavailable),
        ("disk-full", StatusCodes.Status507InsufficientStorage),
        ("gone", StatusCodes.Status410Gone),
        ("altered", StatusCodes.Status500InternalServerError),
        ("unexpected", StatusCodes.Status500InternalServerError),
    ];

    public static int Of(Error error)
    {
        if (error.Code is "platform.headers.too-large") return StatusCodes.Status431RequestHeaderFieldsTooLarge;
        // Fields end in too-large too (a number above its maximum), which is not the size of a body.
        if (error.Code.EndsWith("body.too-large", StringComparison.Ordinal)
            || error.Code.EndsWith(
                "file.too-large", StringComparison.Ordinal)) return StatusCodes.Status413PayloadTooLarge;
        var last = error.Code[(error.Code.LastIndexOf('.') + 1)..];
        foreach (var (ending, status) in ByEnding) if (last == ending) return status;
        return Default;
    }
}

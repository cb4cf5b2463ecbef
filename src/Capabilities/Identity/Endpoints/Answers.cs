using Lingnan.Kernel;
using Lingnan.Platform.Web;
using Microsoft.AspNetCore.Http;

namespace Lingnan.Identity.Endpoints;

/// <summary>Results as HTTP answers.</summary>
internal static class Answers
{
    public static IResult Ok<T>(Result<T> result) => result.IsOk ? TypedResults.Ok(result.Value) : Refuse(result.Error);

    public static IResult Created<T>(Result<T> result, Func<T, string> address) =>
        result.IsOk ? TypedResults.Created(address(result.Value), result.Value) : Refuse(result.Error);

    public static IResult NoContent<T>(Result<T> result) =>
        result.IsOk ? TypedResults.NoContent() : Refuse(result.Error);

    private static ProblemResult Refuse(Error error) => new(error, status: StatusOf(error.Code));

    /// <summary>Where the last word of a code does not tell the status; the rest is told by it.</summary>
    private static int? StatusOf(string code) => code switch
    {
        IdentityErrors.Busy => StatusCodes.Status503ServiceUnavailable,
        IdentityErrors.AccountOwn => StatusCodes.Status403Forbidden,
        IdentityErrors.AccountUserNameTaken or IdentityErrors.SignUpDuplicate or IdentityErrors.SignUpMobileTaken
            or IdentityErrors.AccountLastAdministrator or IdentityErrors.AccountConfirmed or IdentityErrors.UnitInUse
            or IdentityErrors.UnitRootExists => StatusCodes.Status409Conflict,
        _ => null,
    };
}

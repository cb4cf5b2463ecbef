using Lingnan.Kernel;
using Microsoft.AspNetCore.Http;

namespace Lingnan.Identity.Endpoints;

/// <summary>Results as HTTP answers.</summary>
internal static class Answers
{
    public static IResult Ok<T>(Result<T> result) => result.IsOk ? TypedResults.Ok(result.Value) : Refuse(result.Error);

    public static IResult Created<T>(Result<T> result, Func<T, string> address) =>
        result.IsOk ? TypedResults.Created(address(result.Value), result.Value) : Refuse(result.Error);

    public static IResult NoContent<T>(Result<T> result) => result.IsOk ? TypedResults.NoContent() : Refuse(result.Error);

    private static IResult Refuse(Error error) => TypedResults.Problem(statusCode: StatusOf(error.Code), type: error.Code);

    private static int StatusOf(string code) => code switch
    {
        IdentityErrors.Busy => StatusCodes.Status503ServiceUnavailable,
        IdentityErrors.SignUpTooMany => StatusCodes.Status429TooManyRequests,
        IdentityErrors.Forbidden or IdentityErrors.AccountOwn => StatusCodes.Status403Forbidden,
        IdentityErrors.AccountNotFound or IdentityErrors.UnitNotFound => StatusCodes.Status404NotFound,
        IdentityErrors.AccountUserNameTaken or IdentityErrors.SignUpDuplicate or IdentityErrors.SignUpMobileTaken
            or IdentityErrors.AccountLastAdministrator or IdentityErrors.AccountConfirmed or IdentityErrors.UnitInUse
            or IdentityErrors.UnitRootExists => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status422UnprocessableEntity,
    };
}

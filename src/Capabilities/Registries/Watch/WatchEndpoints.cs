using Lingnan.Platform.Permissions;
using Lingnan.Platform.Web;
using Lingnan.Registries.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Lingnan.Registries.Watch;

/// <summary>A decision as posted.</summary>
/// <param name="Decision"><c>explained</c> or <c>escalated</c>.</param>
/// <param name="Reason">Why.</param>
internal sealed record ReviewBody(string? Decision, string? Reason);

/// <summary>A question as posted.</summary>
/// <param name="Position">Position of the read in the log.</param>
/// <param name="Question">What the person asks.</param>
internal sealed record QuestionBody(long? Position, string? Question);

/// <summary>The review of unusual reads over HTTP.</summary>
internal static class WatchEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api/registries/read-findings").WithTags("read-findings");
        api.MapGet("", ListAsync).WithName("listReadFindings").Produces<ReadFindings>()
            .Requires(RegistriesPermissions.ReviewReads);
        api.MapGet("/{id}", GetAsync).WithName("getReadFinding").Produces<ReadFindingDetail>()
            .Requires(RegistriesPermissions.ReviewReads);
        api.MapPost("/{id}/decision", DecideAsync).WithName("decideReadFinding").Produces<ReadFinding>()
            .Requires(RegistriesPermissions.ReviewReads);
        api.MapPost("/look", LookAsync).WithName("lookAtReads").Requires(RegistriesPermissions.ReviewReads);
        endpoints.MapPost("/api/registries/read-questions", AskAsync).WithTags("read-findings")
            .WithName("questionRead").Produces<ReadFinding>().ForSignedIn("Asks about reads of one's own data only.");
    }

    private static async Task<IResult> ListAsync(
        IReadReviews reviews, ICallerSource callers, [FromQuery] string? state, [FromQuery] string? cursor,
        [FromQuery] int? limit, [FromQuery] string? rule, CancellationToken cancellationToken) =>
        await reviews.ListAsync(
            state ?? FindingStates.Open, cursor, limit ?? 50, await callers.CurrentAsync(cancellationToken),
            rule, cancellationToken).ToHttp();

    private static async Task<IResult> GetAsync(
        string id, IReadReviews reviews, ICallerSource callers, CancellationToken cancellationToken) =>
        await reviews.GetAsync(id, await callers.CurrentAsync(cancellationToken), cancellationToken).ToHttp();

    private static async Task<IResult> DecideAsync(
        string id, ReviewBody body, IReadReviews reviews, ICallerSource callers, CancellationToken cancellationToken) =>
        await reviews.DecideAsync(
            id, body.Decision ?? "", body.Reason ?? "", await callers.CurrentAsync(cancellationToken),
            cancellationToken).ToHttp();

    private static async Task<IResult> AskAsync(
        QuestionBody body, IReadReviews reviews, ICallerSource callers, CancellationToken cancellationToken) =>
        await reviews.AskAsync(
            body.Position ?? 0, body.Question ?? "", await callers.CurrentAsync(cancellationToken), cancellationToken)
            .ToHttp();

    private static async Task<IResult> LookAsync(
        IReadReviews reviews, ICallerSource callers, CancellationToken cancellationToken)
    {
        var looked = await reviews.LookAsync(await callers.CurrentAsync(cancellationToken), cancellationToken);
        return looked.ToHttp(entries => Results.Json(new { entries }));
    }
}

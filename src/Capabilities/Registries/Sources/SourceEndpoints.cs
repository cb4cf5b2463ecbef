using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Web;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Lingnan.Registries.Sources;

/// <summary>A decision as posted.</summary>
/// <param name="Decision"><c>keep</c>, <c>enter</c> or the code of a source.</param>
/// <param name="Value">The value to enter, or null.</param>
/// <param name="Reason">Why.</param>
internal sealed record SourceDecisionBody(string? Decision, string? Value, string? Reason);

/// <summary>A doubt as posted.</summary>
/// <param name="Field">Field.</param>
/// <param name="Proposed">What is thought right, or null.</param>
/// <param name="Reason">Why.</param>
internal sealed record DoubtBody(string? Field, string? Proposed, string? Reason);

/// <summary>An answer to a doubt.</summary>
/// <param name="Answer"><c>confirmed</c> or <c>corrected</c>.</param>
/// <param name="Value">The right value, or null.</param>
/// <param name="Reason">What was found.</param>
internal sealed record AnswerBody(string? Answer, string? Value, string? Reason);

/// <summary>Why a source withdraws.</summary>
internal sealed record WithdrawBody(string? Reason);

/// <summary>Sources, their differences and doubts over HTTP.</summary>
internal static class SourceEndpoints
{
    private const string OwnDoubt = "A person doubts values of their own row; other rows take registries.read.";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var one = endpoints.MapGroup("/api/registries/{pack}/{table}").WithTags("sources");
        one.MapGet("/{id}/sources", OfAsync).WithName("getSourcesOfRecord").Produces<RecordSources>()
            .ForSignedIn("A person sees the sources of their own row; other rows take registries.read.");
        one.MapPost("/{id}/sources/{source}/withdrawal", WithdrawAsync).WithName("withdrawSourceOfRecord")
            .Requires(RegistriesPermissions.Write);
        one.MapPost("/sources/{source}/withdrawal", WithdrawAllAsync).WithName("withdrawSource")
            .Requires(RegistriesPermissions.Write);
        one.MapPost("/{id}/doubts", DoubtAsync).WithName("raiseDoubt").Produces<SourceDoubt>().ForSignedIn(OwnDoubt);
        one.MapGet("/sources/cases", CasesAsync).WithName("listSourceCases").Produces<Contracts.SourceCases>()
            .Requires(RegistriesPermissions.Sources);
        one.MapGet("/sources/doubts", DoubtsAsync).WithName("listDoubts").Produces<SourceDoubts>()
            .Requires(RegistriesPermissions.Sources);
        var all = endpoints.MapGroup("/api/registries/sources").WithTags("sources");
        all.MapGet("/cases/{id}", GetCaseAsync).WithName("getSourceCase").Produces<SourceComparison>()
            .Requires(RegistriesPermissions.Sources);
        all.MapPost("/cases/{id}/decision", DecideAsync).WithName("decideSourceCase").Produces<SourceCase>()
            .Requires(RegistriesPermissions.Sources);
        all.MapGet("/doubts/mine", OwnDoubtsAsync).WithName("listOwnDoubts").Produces<SourceDoubts>()
            .ForSignedIn("Shows only the doubts that the caller raised.");
        all.MapGet("/doubts/{id}", GetDoubtAsync).WithName("getDoubt").Produces<DoubtDetail>()
            .Requires(RegistriesPermissions.Sources);
        all.MapPost("/doubts/{id}/answer", AnswerAsync).WithName("answerDoubt").Produces<SourceDoubt>()
            .Requires(RegistriesPermissions.Sources);
    }

    private static async Task<IResult> OfAsync(
        string pack, string table, string id, HttpContext http, IRegisters registers, ISources sources,
        ICallerSource callers, CancellationToken cancellationToken)
    {
        if (registers.Find(pack, table) is not { } register) return RegistriesErrors.UnknownRegister().ToHttp();
        http.Response.Headers.CacheControl = "no-store";
        return await sources.OfAsync(
            register, id, RecordRequests.IsTrue(http.Request, "unmask"), await callers.CurrentAsync(cancellationToken),
            RecordRequests.Purpose(http.Request), cancellationToken).ToHttp();
    }

    private static async Task<IResult> WithdrawAsync(
        string pack, string table, string id, string source, WithdrawBody body, IRegisters registers,
        ISources sources, ICallerSource callers, CancellationToken cancellationToken)
    {
        if (registers.Find(pack, table) is not { } register) return RegistriesErrors.UnknownRegister().ToHttp();
        return await sources.WithdrawAsync(
            register, id, source, body.Reason ?? "", await callers.CurrentAsync(cancellationToken),
            cancellationToken).ToHttp();
    }

    private static async Task<IResult> WithdrawAllAsync(
        string pack, string table, string source, WithdrawBody body, IRegisters registers, ISources sources,
        ICallerSource callers, CancellationToken cancellationToken)
    {
        if (registers.Find(pack, table) is not { } register) return RegistriesErrors.UnknownRegister().ToHttp();
        var begun = await sources.WithdrawAllAsync(
            register, source, body.Reason ?? "", await callers.CurrentAsync(cancellationToken), cancellationToken);
        return begun.ToHttp(job => Results.Accepted(null, new { jobId = job }));
    }

    private static async Task<IResult> DoubtAsync(
        string pack, string table, string id, DoubtBody body, IRegisters registers, ISources sources,
        ICallerSource callers, CancellationToken cancellationToken)
    {
        if (registers.Find(pack, table) is not { } register) return RegistriesErrors.UnknownRegister().ToHttp();
        return await sources.DoubtAsync(
            register, id, body.Field ?? "", body.Proposed, body.Reason ?? "",
            await callers.CurrentAsync(cancellationToken), cancellationToken).ToHttp();
    }

    private static async Task<IResult> CasesAsync(
        string pack, string table, ISources sources, ICallerSource callers, [FromQuery] string? state,
        [FromQuery] string? field, [FromQuery] string? row, [FromQuery] string? cursor, [FromQuery] int? limit,
        CancellationToken cancellationToken) =>
        await sources.CasesAsync(
            new($"{pack}:{table}", state ?? SourceStates.Open, field, row), cursor, limit ?? 50,
            await callers.CurrentAsync(cancellationToken), cancellationToken).ToHttp();

    private static async Task<IResult> DoubtsAsync(
        string pack, string table, ISources sources, ICallerSource callers, [FromQuery] string? state,
        [FromQuery] string? field, [FromQuery] string? row, [FromQuery] string? source, [FromQuery] string? cursor,
        [FromQuery] int? limit, CancellationToken cancellationToken) =>
        await sources.DoubtsAsync(
            new($"{pack}:{table}", state ?? SourceStates.Open, field, row, source), cursor, limit ?? 50,
            await callers.CurrentAsync(cancellationToken), cancellationToken).ToHttp();

    private static async Task<IResult> GetCaseAsync(
        string id, HttpContext http, ISources sources, ICallerSource callers, CancellationToken cancellationToken)
    {
        http.Response.Headers.CacheControl = "no-store";
        return await sources.GetCaseAsync(
            id, RecordRequests.IsTrue(http.Request, "unmask"), await callers.CurrentAsync(cancellationToken),
            RecordRequests.Purpose(http.Request), cancellationToken).ToHttp();
    }

    private static async Task<IResult> DecideAsync(
        string id, SourceDecisionBody body, ISources sources, ICallerSource callers,
        CancellationToken cancellationToken) =>
        await sources.DecideAsync(
            id, body.Decision ?? "", body.Value, body.Reason ?? "", await callers.CurrentAsync(cancellationToken),
            cancellationToken).ToHttp();

    private static async Task<IResult> OwnDoubtsAsync(
        HttpContext http, ISources sources, ICallerSource callers, [FromQuery] string? cursor, [FromQuery] int? limit,
        CancellationToken cancellationToken)
    {
        http.Response.Headers.CacheControl = "no-store";
        return await sources.OwnDoubtsAsync(
            cursor, limit ?? 50, await callers.CurrentAsync(cancellationToken), cancellationToken).ToHttp();
    }

    private static async Task<IResult> GetDoubtAsync(
        string id, HttpContext http, ISources sources, ICallerSource callers, CancellationToken cancellationToken)
    {
        http.Response.Headers.CacheControl = "no-store";
        return await sources.GetDoubtAsync(
            id, RecordRequests.IsTrue(http.Request, "unmask"), await callers.CurrentAsync(cancellationToken),
            RecordRequests.Purpose(http.Request), cancellationToken).ToHttp();
    }

    private static async Task<IResult> AnswerAsync(
        string id, AnswerBody body, ISources sources, ICallerSource callers, CancellationToken cancellationToken) =>
        await sources.AnswerAsync(
            id, body.Answer ?? "", body.Value, body.Reason ?? "", await callers.CurrentAsync(cancellationToken),
            cancellationToken).ToHttp();
}

using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Web;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Endpoints;
using Lingnan.Registries.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lingnan.Registries.Relations;

/// <summary>Relations over HTTP.</summary>
internal static class RelationEndpoints
{
    private const string RowsForAll = "Rows are shown as far as the caller may see them, and joined only by fields "
        + "that the caller sees.";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api/registries/{pack}/{table}/{id}").WithTags("relations")
            .DescribedByRegister();
        api.MapGet("/relations", NeighboursAsync).WithName("listRelations").Produces<Neighbours>()
            .ForEveryone(RowsForAll);
        api.MapGet("/walk", WalkAsync).WithName("walkRelations").Produces<WalkAnswer>().ForEveryone(RowsForAll);
        api.MapGet("/shares", SharesAsync).WithName("followShares").Produces<ShareAnswer>().ForEveryone(RowsForAll);
    }

    // ?relation=dwellers&cursor=&limit=50&validAt=2026-01-01&asOf=2026-02-01T00:00:00Z&unmask=true
    private static Task<IResult> NeighboursAsync(
        string pack, string table, string id, HttpContext http, IRegisters registers, IRelations relations,
        ICallerSource callers, CancellationToken cancellationToken) => AnswerAsync(
        pack, table, http, registers, callers,
        (register, question, caller) => RecordRequests.Whole(http.Request, "limit", 50) is not { } limit
            ? Task.FromResult<Result<Neighbours>>(RelationErrors.Limit())
            : relations.NeighboursAsync(
                register, id,
                new NeighbourQuestion
                {
                    ValidAt = question.ValidAt, KnownAt = question.KnownAt, Unmask = question.Unmask,
                    Purpose = question.Purpose, Limit = limit,
                    Relation = RecordRequests.One(http.Request, "relation"),
                    Cursor = RecordRequests.One(http.Request, "cursor"),
                },
                caller, cancellationToken),
        cancellationToken);

    // ?path=residence/dwellers&depth=2
    private static Task<IResult> WalkAsync(
        string pack, string table, string id, HttpContext http, IRegisters registers, IRelations relations,
        ICallerSource callers, CancellationToken cancellationToken) => AnswerAsync(
        pack, table, http, registers, callers,
        (register, question, caller) => RecordRequests.Whole(http.Request, "depth", 2) is not { } depth
            ? Task.FromResult<Result<WalkAnswer>>(RelationErrors.Depth())
            : relations.WalkAsync(
                register, id,
                new WalkQuestion
                {
                    ValidAt = question.ValidAt, KnownAt = question.KnownAt, Unmask = question.Unmask,
                    Purpose = question.Purpose, Depth = depth,
                    Path = RecordRequests.One(http.Request, "path"),
                },
                caller, cancellationToken),
        cancellationToken);

    private static Task<IResult> SharesAsync(
        string pack, string table, string id, HttpContext http, IRegisters registers, IRelations relations,
        ICallerSource callers, CancellationToken cancellationToken) => AnswerAsync(
        pack, table, http, registers, callers,
        (register, question, caller) => relations.SharesAsync(register, id, question, caller, cancellationToken),
        cancellationToken);

    private static async Task<IResult> AnswerAsync<T>(
        string pack, string table, HttpContext http, IRegisters registers, ICallerSource callers,
        Func<RegistryDeclaration, RelationQuestion, Caller, Task<Result<T>>> ask, CancellationToken cancellationToken)
    {
        if (registers.Find(pack, table) is not { } register) return RegistriesErrors.UnknownRegister().ToHttp();
        var caller = await callers.CurrentAsync(cancellationToken);
        // Who may not ask at all is not told how to ask.
        if (ReadScope.Of(register, caller, false, null) is { IsOk: false } refused) return refused.Error.ToHttp();
        var asOf = RecordRequests.AsOf(http.Request);
        if (!asOf.IsOk) return asOf.Error.ToHttp();
        http.Response.Headers.CacheControl = "no-store";
        var question = new RelationQuestion
        {
            ValidAt = asOf.Value.ValidOn, KnownAt = asOf.Value.KnownAt,
            Unmask = RecordRequests.IsTrue(http.Request, "unmask"), Purpose = RecordRequests.Purpose(http.Request),
        };
        return await ask(register, question, caller).ToHttp();
    }
}

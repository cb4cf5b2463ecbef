using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Web;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Endpoints.OpenApi;
using Lingnan.Registries.Export;
using Lingnan.Registries.Features;
using Lingnan.Registries.Merging;
using Lingnan.Registries.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;

namespace Lingnan.Registries.Endpoints;

/// <summary><c>/api/registries</c>: registers, rows, history, export.</summary>
internal static class RecordEndpoints
{
    private const string RowsForAll =
        "Open registers are for everyone; every other row is shown only as far as the caller may see it.";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api/registries").WithTags("registries");
        api.MapGet("", RegistersAsync).WithName("listRegisters")
            .Produces<RegisterAnswer[]>().ForEveryone("The catalogue of registers is public; rows are not in it.");
        api.MapGet("/{pack}/{table}/openapi.json", DescribeAsync).WithName("describeRegister")
            .ForEveryone("What a listed register's rows look like is public; rows are not in it.");
        var rows = api.MapGroup("/{pack}/{table}").DescribedByRegister();
        rows.MapGet("", ListAsync).WithName("listRecords").Produces<PageAnswer>().ForEveryone(RowsForAll);
        rows.MapGet("/{id}", GetAsync).WithName("getRecord").Produces<Record>().ForEveryone(RowsForAll);
        rows.MapGet("/{id}/history", HistoryAsync).WithName("getRecordHistory")
            .Produces<RecordVersion[]>()
            .ForSignedIn("A person sees the history of their own row; other rows take registries.read.");
        rows.MapGet("/export", ExportAsync).WithName("exportRecords").WithLongTime()
            .Requires(RegistriesPermissions.Export);
        rows.MapPost("", PostAsync).WithName("upsertRecord").Produces<WriteAnswer>()
            .Requires(RegistriesPermissions.Write);
        rows.MapPut("/{id}", PutAsync).WithName("replaceRecord").Produces<WriteAnswer>()
            .Requires(RegistriesPermissions.Write);
        rows.MapPatch("/{id}", PatchAsync).WithName("changeRecord").Produces<WriteAnswer>()
            .Requires(RegistriesPermissions.Write);
        rows.MapDelete("/{id}", CloseAsync).WithName("closeRecord").Requires(RegistriesPermissions.Write);
    }

    private static async Task<IResult> RegistersAsync(
        IRegisters registers, ICallerSource callers, CancellationToken cancellationToken)
    {
        var readable = registers.Readable(await callers.CurrentAsync(cancellationToken));
        var answers = new List<RegisterAnswer>();
        foreach (var register in registers.All.Where(r => r.Listed || readable.Contains(r)))
        {
            var canRead = readable.Contains(register);
            answers.Add(RegisterAnswer.Of(
                register, canRead, canRead ? await registers.CountAsync(register, cancellationToken) : null));
        }
        return Results.Json(answers);
    }

    private static async Task<IResult> DescribeAsync(
        string pack, string table, IRegisters registers, ICallerSource callers, CancellationToken cancellationToken)
    {
        if (registers.Find(pack, table) is not { } register) return RegistriesErrors.UnknownRegister().ToHttp();
        var caller = await callers.CurrentAsync(cancellationToken);
        return register.Listed || registers.Readable(caller).Contains(register)
            ? Results.Json(new RegisterOpenApi(register, registers.CodeList).Document())
            : RegistriesErrors.UnknownRegister().ToHttp();
    }

    private static async Task<IResult> ListAsync(
        string pack, string table, HttpContext http, IRegisters registers, ICallerSource callers,
        CancellationToken cancellationToken)
    {
        if (registers.Find(pack, table) is not { } register) return RegistriesErrors.UnknownRegister().ToHttp();
        var query = RecordRequests.Query(http.Request);
        var caller = await callers.CurrentAsync(cancellationToken);
        // Who may not ask at all is not told how to ask.
        if (!query.IsOk)
            return (ReadScope.Of(register, caller, false, null) is { IsOk: false } refused ? refused.Error
                : query.Error).ToHttp();
        NoStore(http);
        if (RecordRequests.WantedStream(http.Request) is { } format)
        {
            // All rows, not a page: an export by another door, with its permission, its log and its time.
            http.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
            return await WriteAsync(http, registers, register, query.Value, format, caller, cancellationToken);
        }
        return (await registers.ListAsync(
            register, query.Value, caller, RecordRequests.Purpose(http.Request), cancellationToken))
            .ToHttp(RecordJson.Of);
    }

    private static async Task<IResult> GetAsync(
        string pack, string table, string id, HttpContext http, IRegisters registers, ICallerSource callers,
        CancellationToken cancellationToken)
    {
        if (registers.Find(pack, table) is not { } register) return RegistriesErrors.UnknownRegister().ToHttp();
        var caller = await callers.CurrentAsync(cancellationToken);
        var unmask = RecordRequests.IsTrue(http.Request, "unmask");
        var asOf = RecordRequests.AsOf(http.Request);
        if (!asOf.IsOk) return asOf.Error.ToHttp();
        var got = await registers.GetAsOfAsync(
            register, id, asOf.Value, unmask, caller, RecordRequests.Purpose(http.Request), cancellationToken);
        if (!got.IsOk && MergeEndpoints.Moved(register, got.Error) is { } moved) return moved;
        if (!got.IsOk) return got.Error.ToHttp();
        var tag = RecordRequests.Tag(register, got.Value.Version);
        http.Response.Headers.ETag = tag;
        // Others' eyes on a shared cache would get past masking and the log.
        http.Response.Headers.CacheControl = "private, no-cache";
        return http.Request.Headers.IfNoneMatch.Contains(tag)
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : RecordJson.Of(got.Value);
    }

    private static async Task<IResult> HistoryAsync(
        string pack, string table, string id, HttpContext http, IRegisters registers, ICallerSource callers,
        CancellationToken cancellationToken)
    {
        if (registers.Find(pack, table) is not { } register) return RegistriesErrors.UnknownRegister().ToHttp();
        var caller = await callers.CurrentAsync(cancellationToken);
        var unmask = RecordRequests.IsTrue(http.Request, "unmask");
        NoStore(http);
        var range = RecordRequests.Versions(http.Request);
        if (!range.IsOk) return range.Error.ToHttp();
        var found = await registers.HistoryAsync(
            register, id, unmask, caller, RecordRequests.Purpose(http.Request),
            range.Value with { Limit = range.Value.Limit + 1 }, cancellationToken);
        if (!found.IsOk) return found.Error.ToHttp();
        // One more than is shown tells that there are more, and where they begin (RFC 8288).
        var shown = found.Value.Take(range.Value.Limit).ToList();
        if (found.Value.Count > shown.Count)
            http.Response.Headers.Link =
                $"<{http.Request.Path}?before={shown[^1].Record.Version}&limit={shown.Count}"
                + (unmask ? "&unmask=true" : "") + ">; rel=\"next\"";
        return RecordJson.Of(shown);
    }

    private static async Task<IResult> ExportAsync(
        string pack, string table, HttpContext http, IRegisters registers, ICallerSource callers,
        CancellationToken cancellationToken)
    {
        if (registers.Find(pack, table) is not { } register) return RegistriesErrors.UnknownRegister().ToHttp();
        var query = RecordRequests.Query(http.Request);
        if (!query.IsOk) return query.Error.ToHttp();
        var format = RecordRequests.One(http.Request, "format") ?? "csv";
        var caller = await callers.CurrentAsync(cancellationToken);
        NoStore(http);
        if (RecordWriters.Formats.Contains(format))
            http.Response.Headers.ContentDisposition =
                $"attachment; filename=\"{register.Pack}-{register.Table}.{format}\"";
        return await WriteAsync(http, registers, register, query.Value, format, caller, cancellationToken);
    }

    private static async Task<IResult> WriteAsync(
        HttpContext http, IRegisters registers, RegistryDeclaration register, RecordQuery query, string format,
        Caller caller, CancellationToken cancellationToken)
    {
        http.Response.ContentType = RecordWriters.ContentType(format);
        var done = await registers.ExportAsync(
            register, query, format, http.Response.Body, caller, RecordRequests.Purpose(http.Request),
            cancellationToken);
        if (done.IsOk) return Results.Empty;
        // The beginning has left already: a broken connection is the only way left to say that the file is not whole.
        if (http.Response.HasStarted) http.Abort();
        http.Response.Headers.Remove("Content-Disposition");
        return http.Response.HasStarted ? Results.Empty : done.Error.ToHttp();
    }

    private static async Task<IResult> PostAsync(
        string pack, string table, RowBody body, HttpContext http, IRegisters registers, UpsertRecord upsert,
        ICallerSource callers,
        CancellationToken cancellationToken)
    {
        if (registers.Find(pack, table) is not { } register) return RegistriesErrors.UnknownRegister().ToHttp();
        if (RecordRequests.Texts(register, body) is not { } texts) return RegistriesErrors.BadBody().ToHttp();
        var caller = await callers.CurrentAsync(cancellationToken);
        var key = RecordRequests.Idempotency(http.Request, caller, register, body);
        if (!key.IsOk) return key.Error.ToHttp();
        var write = new RecordWrite(body.Id, texts, body.ExpectedVersion, body.Reason)
        {
            Effective = body.Effective(), Source = body.Source, SourceKey = body.SourceKey,
        };
        return Written(http, register, await upsert.RunAsync(register, write, caller, key.Value, cancellationToken));
    }

    // Replaces the row: what is not sent is emptied.
    private static Task<IResult> PutAsync(
        string pack, string table, string id, RowBody body, HttpContext http, IRegisters registers,
        ICallerSource callers,
        CancellationToken cancellationToken) => ChangeAsync((pack, table,
            id), body, true, http, registers, callers, cancellationToken);

    // Changes the row: what is not sent stays.
    private static Task<IResult> PatchAsync(
        string pack, string table, string id, RowBody body, HttpContext http, IRegisters registers,
        ICallerSource callers,
        CancellationToken cancellationToken) => ChangeAsync((pack, table,
            id), body, false, http, registers, callers, cancellationToken);

    private static async Task<IResult> ChangeAsync(
        (string Pack, string Table, string Id) row, RowBody body, bool replace, HttpContext http, IRegisters registers,
        ICallerSource callers, CancellationToken cancellationToken)
    {
        if (registers.Find(row.Pack, row.Table) is not { } register) return RegistriesErrors.UnknownRegister().ToHttp();
        if (RecordRequests.Texts(register, body) is not { } texts) return RegistriesErrors.BadBody().ToHttp();
        var expected = RecordRequests.IfMatch(http.Request, register);
        if (!expected.IsOk) return expected.Error.ToHttp();
        if (replace) foreach (var field in register.Fields) texts.TryAdd(field.Name, null);
        var write = new RecordWrite(row.Id, texts, expected.Value ?? body.ExpectedVersion, body.Reason)
        {
            Effective = body.Effective(), Source = body.Source, SourceKey = body.SourceKey,
        };
        var caller = await callers.CurrentAsync(cancellationToken);
        return Written(http, register, await registers.UpsertAsync(register, write, caller, cancellationToken));
    }

    private static async Task<IResult> CloseAsync(
        string pack, string table, string id, HttpContext http, IRegisters registers, ICallerSource callers,
        CancellationToken cancellationToken)
    {
        if (registers.Find(pack, table) is not { } register) return RegistriesErrors.UnknownRegister().ToHttp();
        var expected = RecordRequests.IfMatch(http.Request, register);
        if (!expected.IsOk) return expected.Error.ToHttp();
        var caller = await callers.CurrentAsync(cancellationToken);
        var reason = RecordRequests.One(http.Request, "reason") ?? "";
        return await registers.CloseAsync(register, id, expected.Value, reason, caller, cancellationToken).ToHttp();
    }

    private static IResult Written(HttpContext http, RegistryDeclaration register, Result<WriteOutcome> result)
    {
        if (!result.IsOk) return result.Error.ToHttp();
        if (result.Value.Faults.Count > 0)
            return RegistriesErrors.RowRefused(result.Value.Faults.Count)
                .ToHttp(result.Value.Faults.Select(f => new ProblemField(f.Field, f.Error)));
        var answer = new WriteAnswer(result.Value.Outcome, result.Value.Record);
        if (answer.Record is { } record) http.Response.Headers.ETag = RecordRequests.Tag(register, record.Version);
        return answer is { Outcome: "created", Record: { } made }
            ? Results.Created($"/api/registries/{register.Pack}/{register.Table}/{made.Id}", answer)
            : Results.Json(answer);
    }

    private static void NoStore(HttpContext http) => http.Response.Headers.CacheControl = "no-store";
}

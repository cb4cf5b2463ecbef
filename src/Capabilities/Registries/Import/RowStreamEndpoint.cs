using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Web;
using Lingnan.Platform.Words;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Endpoints;
using Lingnan.Registries.Features;
using Lingnan.Registries.Sources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lingnan.Registries.Import;

/// <summary><c>POST …/rows</c>: lines in, their outcomes out, while more lines come.</summary>
internal static class RowStreamEndpoint
{
    private const string Lines = "application/x-ndjson";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Chinese stays readable; these lines are data and never part of a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/api/registries/{pack}/{table}/rows", WriteAsync).WithTags("registries")
            .DescribedByRegister().WithName("writeRows").WithUpload().DisableAntiforgery()
            .Requires(RegistriesPermissions.Import);

    private static async Task<IResult> WriteAsync(
        string pack, string table, HttpContext http, IRegisters registers, RowStream stream, ICallerSource callers,
        IWords words, CancellationToken cancellationToken)
    {
        if (registers.Find(pack, table) is not { } register) return RegistriesErrors.UnknownRegister().ToHttp();
        var type = http.Request.ContentType?.Split(';')[0].Trim();
        if (type is not (Lines or "application/jsonl")) return RegistriesErrors.NotLines().ToHttp();
        var key = RecordRequests.Key(http.Request);
        if (!key.IsOk) return key.Error.ToHttp();
        var reason = RecordRequests.One(http.Request, "reason");
        if (UpsertRecord.CheckReason(reason) is { } bad) return bad.ToHttp();
        var source = RecordRequests.One(http.Request, "source");
        if (SourceRules.Check(register, source) is { } unknown) return unknown.ToHttp();
        var caller = await callers.CurrentAsync(cancellationToken);
        var onlyRefused = RecordRequests.One(http.Request, "outcomes") == "refused";
        http.Response.ContentType = Lines;
        http.Response.Headers.CacheControl = "no-store";
        var told = await TellAsync(
            http, stream.WriteAsync(register, http.Request.Body, caller, key.Value, reason, source, cancellationToken),
            onlyRefused, words, cancellationToken);
        return told is { } error && !http.Response.HasStarted ? error.ToHttp() : Results.Empty;
    }

    private static async Task<Error?> TellAsync(
        HttpContext http, IAsyncEnumerable<Result<IReadOnlyList<LineOutcome>>> batches, bool onlyRefused, IWords words,
        CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal)
        {
            ["created"] = 0, ["changed"] = 0, ["unchanged"] = 0, ["refused"] = 0,
        };
        var stopped = await StopAsync();
        if (stopped is not null && !http.Response.HasStarted) return stopped;
        var said = stopped is null ? null : words.Of(stopped);
        await LineAsync(new
        {
            rows = counts.Values.Sum(), created = counts["created"], changed = counts["changed"],
            unchanged = counts["unchanged"], refused = counts["refused"], complete = stopped is null,
            problem = said is null ? null : new { stopped!.Code, said.Title, said.Mend },
        });
        return null;

        async Task<Error?> StopAsync()
        {
            try
            {
                await foreach (var batch in batches)
                {
                    if (!batch.IsOk) return batch.Error;
                    foreach (var outcome in batch.Value)
                    {
                        counts[outcome.Outcome]++;
                        if (!onlyRefused || outcome.Outcome == "refused") await LineAsync(Shape(outcome, words));
                    }
                    await http.Response.Body.FlushAsync(cancellationToken);
                }
                return null;
            }
            catch (TableFault fault)
            {
                return fault.Error;
            }
        }

        async Task LineAsync(object line)
        {
            await http.Response.Body.WriteAsync(
                (byte[])[.. JsonSerializer.SerializeToUtf8Bytes(line, Json), (byte)'\n'], cancellationToken);
        }
    }

    private static object Shape(LineOutcome outcome, IWords words) => new
    {
        outcome.Line, outcome.Outcome, outcome.Id,
        faults = outcome.Faults.Count == 0 ? null : outcome.Faults.Select(f =>
        {
            var said = words.Of(f.Error);
            return new { f.Field, f.Error.Code, said.Title, said.Mend };
        }),
    };
}

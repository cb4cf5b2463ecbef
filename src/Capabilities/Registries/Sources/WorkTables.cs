using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Tables;
using Lingnan.Platform.Web;
using Lingnan.Platform.Words;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Features;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lingnan.Registries.Sources;

/// <summary>The work lists of sources as tables, for who divides the work or keeps it on paper. They hold what the
/// lists show: names as the reader may see them, and no values.</summary>
internal static class WorkTables
{
    private static readonly string[] CaseColumns =
        ["id", "field", "record-id", "record", "since", "state", "decision", "decided-by", "reason"];

    private static readonly string[] DoubtColumns =
        ["id", "field", "record-id", "record", "since", "state", "provider", "doubt", "raised-by", "answer",
            "answered-by"];

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var one = endpoints.MapGroup("/api/registries/{pack}/{table}/sources").WithTags("sources");
        one.MapGet("/cases/export", CasesAsync).WithName("exportSourceCases").WithLongTime()
            .Requires(RegistriesPermissions.Sources);
        one.MapGet("/doubts/export", DoubtsAsync).WithName("exportDoubts").WithLongTime()
            .Requires(RegistriesPermissions.Sources);
    }

    private static async Task<IResult> CasesAsync(
        string pack, string table, string? state, string? field, string? format, HttpContext http,
        IRegisters registers, ISources sources, ICallerSource callers, IWords words)
    {
        if (registers.Find(pack, table) is not { } register) return RegistriesErrors.UnknownRegister().ToHttp();
        var caller = await callers.CurrentAsync(http.RequestAborted);
        return await SendAsync(
            http, format, $"{pack}-{table}-differences", Headers(words, CaseColumns),
            async cursor => (await sources.CasesAsync(
                new(register.Name, state ?? SourceStates.Open, field), cursor, SourceLimits.PageMax, caller,
                http.RequestAborted)).Map(p => (p.Items.Select(c => Cells(register, c, words)), p.Next)));
    }

    private static async Task<IResult> DoubtsAsync(
        string pack, string table, string? state, string? field, string? format, HttpContext http,
        IRegisters registers, ISources sources, ICallerSource callers, IWords words)
    {
        if (registers.Find(pack, table) is not { } register) return RegistriesErrors.UnknownRegister().ToHttp();
        var caller = await callers.CurrentAsync(http.RequestAborted);
        return await SendAsync(
            http, format, $"{pack}-{table}-doubts", Headers(words, DoubtColumns),
            async cursor => (await sources.DoubtsAsync(
                new(register.Name, state ?? SourceStates.Open, field), cursor, SourceLimits.PageMax, caller,
                http.RequestAborted)).Map(p => (p.Items.Select(d => Cells(register, d, words)), p.Next)));
    }

    // The first page is asked for before the answer begins, so that who may not see the list is told so.
    private static async Task<IResult> SendAsync(
        HttpContext http, string? format, string name, IReadOnlyList<string> headers,
        Func<string?, Task<Result<(IEnumerable<IEnumerable<string?>> Rows, string? Next)>>> pageAsync)
    {
        if (!TableAnswer.Knows(format)) return RegistriesErrors.ExportFormat(format!).ToHttp();
        var page = await pageAsync(null);
        if (!page.IsOk) return page.Error.ToHttp();
        await using var writer = await TableAnswer.OpenAsync(http, format, name, headers);
        while (true)
        {
            foreach (var row in page.Value.Rows)
                await writer.WriteAsync(row.Select(c => c ?? ""), http.RequestAborted);
            if (page.Value.Next is not { } next) break;
            page = await pageAsync(next);
            if (!page.IsOk) throw new InvalidOperationException($"The list broke off: {page.Error.Code}");
        }
        await writer.EndAsync(http.RequestAborted);
        return Results.Empty;
    }

    private static IReadOnlyList<string> Headers(IWords words, IEnumerable<string> columns) =>
        [.. columns.Select(c => words[$"registries.sources.column.{c}"])];

    private static IEnumerable<string?> Cells(RegistryDeclaration register, SourceCase row, IWords words) =>
    [
        row.Id, Title(register, row.Field, words), row.RowId, row.Title, CityTime.Minutes(row.Since),
        words[$"registries.sources.state.{row.State}"],
        row.Decision is "keep" or "enter" ? words[$"registries.sources.decision.{row.Decision}"]
            : row.Decision is { } code ? register.Sources?.Find(code)?.Name.ToString() ?? code : null,
        row.DecidedBy, row.Reason,
    ];

    private static IEnumerable<string?> Cells(RegistryDeclaration register, SourceDoubt row, IWords words) =>
    [
        row.Id, Title(register, row.Field, words), row.RowId, row.Title, CityTime.Minutes(row.RaisedAt),
        words[$"registries.sources.state.{row.State}"], row.Provider.ToString(), row.Reason, row.RaisedBy, row.Answer,
        row.AnsweredBy,
    ];

    private static string Title(RegistryDeclaration register, string? field, IWords words) => field is null
        ? words["registries.sources.unsourced"]
        : register.Fields.FirstOrDefault(f => f.Name == field)?.Title.ToString() ?? field;
}

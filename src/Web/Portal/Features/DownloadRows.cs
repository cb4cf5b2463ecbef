using System.Text;
using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Web;
using Lingnan.Registries.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;

namespace Lingnan.Web.Portal.Features;

/// <summary>The public fields of an open register as a file, page by page, so that memory does not grow with
/// it.</summary>
internal static class DownloadRows
{
    private const int Batch = 200;

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapMethods("/catalog/{pack}/{table}/rows.csv", ["GET", "HEAD"], RunAsync)
            .ForEveryone("Public fields of registers that are declared open.")
            .WithMetadata(new DisableRequestTimeoutAttribute())
            .ExcludeFromDescription();

    private static async Task RunAsync(HttpContext context, string pack, string table, string? q, IRegisters registers)
    {
        if (registers.Find(pack, table) is not { Listed: true, Open: true } register)
        {
            await new ProblemResult(new Error("portal.register.not-found")).ExecuteAsync(context);
            return;
        }

        var query = new RecordQuery { Search = string.IsNullOrWhiteSpace(q) ? null : q.Trim(), Limit = Batch };
        var page = await registers.ListAsync(register, query, Caller.Nobody, null, context.RequestAborted);
        if (!page.IsOk)
        {
            await new ProblemResult(page.Error).ExecuteAsync(context);
            return;
        }

        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{pack}-{table}.csv\"";
        if (HttpMethods.IsHead(context.Request.Method)) return;
        await WriteAsync(context, registers, register, query, page.Value);
    }

    private static async Task WriteAsync(
        HttpContext context, IRegisters registers, RegistryDeclaration register, RecordQuery query, RecordPage page)
    {
        var fields = PublicRows.Fields(register);
        var text = new StringBuilder("\uFEFF");
        CsvText.Append(text, fields.Select(f => f.Title.ToString()));
        for (var rows = 0; ; )
        {
            foreach (var record in page.Items)
                CsvText.Append(text, fields.Select(f => Text(record.Values.GetValueOrDefault(f.Name))));
            rows += page.Items.Count;
            await context.Response.WriteAsync(text.ToString(), context.RequestAborted);
            text.Clear();
            if (page.Next is null || rows >= PortalLimits.DownloadRows) return;
            var next = await registers.ListAsync(
                register, query with { Cursor = page.Next }, Caller.Nobody, null, context.RequestAborted);
            // Half a file must not look whole: cut the connection instead of ending it.
            if (!next.IsOk) { context.Abort(); return; }
            page = next.Value;
        }
    }

    private static string? Text(object? value) => value switch
    {
        DateOnly date => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value?.ToString(),
    };
}

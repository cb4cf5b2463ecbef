using Lingnan.Kernel;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Web;
using Lingnan.Platform.Words;
using Lingnan.Registries.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Lingnan.Registries.Import;

/// <summary>Imports over HTTP. A file is streamed to the file store; it is never held in memory.</summary>
internal static class ImportEndpoints
{
    private static readonly string? FormParser = typeof(MultipartReader).Assembly.GetName().Name;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var one = endpoints.MapGroup("/api/registries/{pack}/{table}/imports").WithTags("imports");
        Upload(one.MapPost("", StartAsync).WithName("startImport"));
        Upload(one.MapPost("/preview", PreviewAsync).WithName("previewImport"));
        var all = endpoints.MapGroup("/api/registries/imports").WithTags("imports");
        all.MapGet("", ListAsync).WithName("listImports").Requires(RegistriesPermissions.Import);
        all.MapGet("/{id}", GetAsync).WithName("getImport").Requires(RegistriesPermissions.Import);
        all.MapGet("/{id}/refused", RefusedAsync).WithName("listRefusedRows")
            .Requires(RegistriesPermissions.Import);
        all.MapGet("/{id}/refused.csv", RefusedFileAsync).WithName("downloadRefusedRows")
            .Requires(RegistriesPermissions.Import);
        all.MapPost(
            "/{id}/cancel", async (string id, IImports imports, ICallerSource callers, CancellationToken stop) =>
            (await imports.CancelAsync(
                id, await callers.CurrentAsync(stop), stop)).ToHttp()).WithName("cancelImport")
            .Requires(RegistriesPermissions.Import);
    }

    private static void Upload(RouteHandlerBuilder endpoint) => endpoint
        .Requires(RegistriesPermissions.Import)
        .WithMetadata(new RequestSizeLimitAttribute(ImportLimits.FileBytesMax), new DisableRequestTimeoutAttribute())
        .DisableAntiforgery();

    private static async Task<IResult> StartAsync(
        string pack, string table, HttpContext http, IImports imports, ICallerSource callers,
        [FromQuery] string? fileName,
        [FromQuery] bool? dryRun, [FromQuery] bool? updateExisting, [FromQuery] string? reason,
        [FromQuery] bool? match, [FromQuery] string? source,
            CancellationToken cancellationToken)
    {
        var caller = await callers.CurrentAsync(cancellationToken);
        var kept = await KeepAsync(pack, table, http, imports, fileName, caller, cancellationToken);
        if (!kept.IsOk) return kept.Error.ToHttp();
        var started = await imports.StartAsync(
            new ImportRequest
            {
                Register = $"{pack}:{table}", FileName = kept.Value.Name, FileHash = kept.Value.Hash,
                DryRun = dryRun ?? false, UpdateExisting = updateExisting ?? true, Reason = reason,
                Match = match ?? false, Source = source,
            },
            caller, cancellationToken);
        return started.ToHttp(id => Results.Accepted($"/api/registries/imports/{id}", new { jobId = id }));
    }

    private static async Task<IResult> PreviewAsync(
        string pack, string table, HttpContext http, IImports imports, ICallerSource callers,
        [FromQuery] string? fileName, CancellationToken cancellationToken)
    {
        var caller = await callers.CurrentAsync(cancellationToken);
        var kept = await KeepAsync(pack, table, http, imports, fileName, caller, cancellationToken);
        return kept.ToHttp(file => Results.Json(new { fileHash = file.Hash, preview = file.Preview }));
    }

    private sealed record KeptUpload(string Hash, string Name, ImportPreview Preview);

    private static async Task<Result<KeptUpload>> KeepAsync(
        string pack, string table, HttpContext http, IImports imports, string? fileName, Caller caller,
        CancellationToken cancellationToken)
    {
        try
        {
            var file = await FileAsync(http, fileName, cancellationToken);
            if (file is not var (content, name)) return ImportErrors.NoFile();
            var kept = await imports.UploadAsync($"{pack}:{table}", name, content, caller, cancellationToken);
            return kept.Map(k => new KeptUpload(k.FileHash, name, k.Preview));
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException && fault.Source == FormParser)
        {
            // The form ends in the middle or is none; faults of the disk come from elsewhere and stay what they are.
            return ImportErrors.BrokenUpload();
        }
    }

    private static async Task<(Stream Content, string Name)?> FileAsync(
        HttpContext http, string? fileName, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return (http.Request.Body, fileName ?? "upload.csv");
        if (HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 100 } boundary) return null;
        var reader = new MultipartReader(boundary, http.Request.Body);
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            if (section.AsFileSection() is { FileStream: { } content } file && !string.IsNullOrEmpty(file.FileName))
                return (content, Path.GetFileName(file.FileName));
        return null;
    }

    private static async Task<IResult> ListAsync(
        IImports imports, ICallerSource callers, IWords words, [FromQuery] string? register,
        CancellationToken cancellationToken) =>
        (await imports.ListAsync(register, await callers.CurrentAsync(cancellationToken), cancellationToken))
            .ToHttp(list => Results.Json(new { items = list.Select(i => Shape(i, words)) }));

    private static async Task<IResult> GetAsync(
        string id, IImports imports, ICallerSource callers, IWords words, CancellationToken cancellationToken) =>
        (await imports.GetAsync(id, await callers.CurrentAsync(cancellationToken), cancellationToken)).ToHttp(
            i => Results.Json(Shape(i, words)));

    private static async Task<IResult> RefusedAsync(
        string id, IImports imports, ICallerSource callers, IWords words, [FromQuery] long? fromLine,
        [FromQuery] int? limit, CancellationToken cancellationToken)
    {
        var refused = await imports.RefusedAsync(
            id, fromLine ?? 0, limit ?? 100, await callers.CurrentAsync(cancellationToken), cancellationToken);
        return refused.ToHttp(values => Results.Json(new
        {
            items = values.Select(v =>
            {
                var said = words.Of(v.Fault.Error);
                return new { v.Line, v.Column, v.Value, v.Fault.Field, v.Fault.Error.Code, said.Title, said.Mend };
            }),
        }));
    }

    private static async Task<IResult> RefusedFileAsync(
        string id, IImports imports, ICallerSource callers, HttpContext http, CancellationToken cancellationToken)
    {
        var caller = await callers.CurrentAsync(cancellationToken);
        var import = await imports.GetAsync(id, caller, cancellationToken);
        if (!import.IsOk) return import.Error.ToHttp();
        var format = await imports.FindRefusedFormatAsync(id, caller, cancellationToken);
        if (!format.IsOk) return format.Error.ToHttp();
        return Results.Stream(
            async target => await imports.WriteRefusedAsync(id, target, caller, CancellationToken.None),
            format.Value == "jsonl" ? "application/jsonl" : "text/csv; charset=utf-8",
            $"{Path.GetFileNameWithoutExtension(import.Value.Request.FileName)}-refused.{format.Value}");
    }

    private static object Shape(Contracts.Import import, IWords words)
    {
        var said = import.Error is null ? null : words.Of(import.Error);
        return new
        {
            import.JobId, import.Request.Register, import.Request.FileName, import.Request.DryRun,
            import.Request.UpdateExisting, import.State,
            import.Rows, import.Created, import.Changed, import.Unchanged, import.Refused,
            import.Matched, import.Review, import.StartedBy,
            import.CreatedAt, import.EndedAt, import.Progress,
            problem = said is null ? null : new { import.Error!.Code, said.Title, said.Mend },
        };
    }
}

using System.Text.Json;
using Lingnan.Kernel;
using Lingnan.Platform.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Lingnan.Platform.Web;

/// <summary>Turns exceptions and bare status codes into problems, without telling anything of the inside.</summary>
internal sealed class ProblemPipeline(RequestDelegate next, ILogger<ProblemPipeline> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The reader went away. Where the time was up, the time-out middleware inside of us has set a status.
            throw;
        }
        catch (Exception e)
        {
            var error = Find(e, context);
            if (context.Response.HasStarted)
            {
                // Half an answer must not look whole: the connection is cut instead of ended.
                Log(e, error, context);
                context.Abort();
                return;
            }

            Log(e, error, context);
            Clear(context);
            await new ProblemResult(error).ExecuteAsync(context);
            return;
        }

        if (context.Response.StatusCode >= 400 && IsBare(context))
            await AnswerStatusAsync(context);
    }

    internal static Error Find(Exception exception, HttpContext context)
    {
        if (exception is BadHttpRequestException bad) return OfBadRequest(bad, context);
        if (exception is JsonException json) return OfJson(json);
        return StorageFaults.Find(exception) ?? WebErrors.Unexpected;
    }

    private static Error OfBadRequest(BadHttpRequestException bad, HttpContext context)
    {
        if (bad.InnerException is JsonException json) return OfJson(json);
        return bad.StatusCode switch
        {
            StatusCodes.Status413PayloadTooLarge => WebErrors.BodyTooLarge(LimitOf(context)),
            StatusCodes.Status400BadRequest when ParameterOf(bad) is { } name => WebErrors.Parameter(name),
            _ => WebErrors.OfStatus(bad.StatusCode),
        };
    }

    private static Error OfJson(JsonException json) =>
        json.Message.Contains("maximum configured depth", StringComparison.Ordinal)
            ? WebErrors.JsonTooDeep
            : WebErrors.Json(json.Path);

    /// <summary>The parameter's name from the framework's sentence <c>… bind parameter "int limit" from "x".</c>; the
    /// value is left out on purpose.</summary>
    private static string? ParameterOf(BadHttpRequestException bad)
    {
        var parts = bad.Message.Split('"');
        return parts.Length < 2 ? null : parts[1].Split(' ')[^1];
    }

    private static long LimitOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.Http.Metadata.IRequestSizeLimitMetadata>()
            ?.MaxRequestBodySize ?? WebLimits.BodyBytes;

    private static bool IsBare(HttpContext context) =>
        !context.Response.HasStarted && context.Response.ContentLength is null or 0
        && string.IsNullOrEmpty(context.Response.ContentType);

    private static Task AnswerStatusAsync(HttpContext context)
    {
        var status = context.Response.StatusCode;
        return status == StatusCodes.Status504GatewayTimeout
            ? new ProblemResult(WebErrors.Timeout).ExecuteAsync(context)
            : new ProblemResult(WebErrors.OfStatus(status), status: status).ExecuteAsync(context);
    }

    private static void Clear(HttpContext context)
    {
        // Headers already set (security, correlation) stay; only what describes the lost body goes.
        context.Response.ContentLength = null;
        context.Response.ContentType = null;
        context.Response.Headers.Remove("Content-Encoding");
        context.Response.Headers.Remove("ETag");
        context.Response.Headers.Remove("Content-Disposition");
        context.Response.Headers.Remove("Last-Modified");
    }

    private void Log(Exception exception, Error error, HttpContext context)
    {
        if (ProblemStatus.Of(error) >= 500)
            logger.LogError(
                exception, "{Method} {Path} failed: {Code}", context.Request.Method, context.Request.Path, error.Code);
        else
            logger.LogDebug(
                "{Method} {Path} refused: {Code}", context.Request.Method, context.Request.Path, error.Code);
    }
}

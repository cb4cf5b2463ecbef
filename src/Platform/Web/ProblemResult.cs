using System.Reflection;
using System.Text.Json;
using Lingnan.Kernel;
using Lingnan.Platform.Words;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Lingnan.Platform.Web;

/// <summary>Answers an error: a problem document, or a page where a browser asked for a page.</summary>
public sealed class ProblemResult(Error error, IReadOnlyList<ProblemField>? fields = null, int? status = null)
    : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    /// <summary>What went wrong.</summary>
    public Error Error => error;

    /// <inheritdoc />
    public int? StatusCode => status ?? ProblemStatus.Of(error);

    /// <inheritdoc />
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var problem = Describe(httpContext, StatusCode!.Value);
        httpContext.Response.StatusCode = problem.Status;
        httpContext.Response.Headers.CacheControl = "no-store";
        if (PageRequests.WantsPage(httpContext.Request))
        {
            var page = httpContext.RequestServices.GetService<IProblemPage>() ?? PlainProblemPage.Instance;
            await page.WriteAsync(httpContext, problem);
            return;
        }

        var json = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        httpContext.Response.ContentType = Problem.MediaType;
        await JsonSerializer.SerializeAsync(httpContext.Response.Body, problem, json, httpContext.RequestAborted);
    }

    /// <inheritdoc />
    public static void PopulateMetadata(MethodInfo method, Microsoft.AspNetCore.Builder.EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(422, typeof(Problem), [Problem.MediaType]));

    /// <summary>The problem in the reader's language, for a page that shows it in its own frame.</summary>
    public Problem Describe(HttpContext context) => Describe(context, StatusCode!.Value);

    private Problem Describe(HttpContext context, int answered)
    {
        var words = context.RequestServices.GetRequiredService<IWords>();
        var told = words.Of(error);
        return new Problem
        {
            Type = "/problems/" + error.Code,
            Title = told.Title,
            Status = answered,
            Detail = told.Mend.Length == 0 ? told.Title : $"{told.Title} {told.Mend}",
            Instance = context.Request.Path.Value ?? "/",
            Code = error.Code,
            Mend = told.Mend,
            CorrelationId = Correlation.Of(context),
            Facts = error.Args.Count == 0 ? null : error.Args.ToDictionary(a => a.Key, a => Plain(a.Value)),
            Errors = fields is null or [] ? null : [.. fields.Select(f => Describe(f, words))],
        };
    }

    private static ProblemEntry Describe(ProblemField field, IWords words)
    {
        var told = words.Of(field.Error);
        return new ProblemEntry
        {
            Field = field.Field, Line = field.Line, Column = field.Column,
            Code = field.Error.Code, Title = told.Title, Mend = told.Mend,
        };
    }

    private static object? Plain(object? fact) =>
        fact is null or string or bool or int or long or decimal or double ? fact : fact.ToString();
}

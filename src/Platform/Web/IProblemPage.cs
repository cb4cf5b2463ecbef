using System.Text;
using System.Text.Encodings.Web;
using Lingnan.Platform.Words;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Platform.Web;

/// <summary>Shows a problem to a person. A web root may register its own; without one a plain page is shown.</summary>
public interface IProblemPage
{
    /// <summary>Writes the page; the status is set already.</summary>
    Task WriteAsync(HttpContext context, Problem problem);
}

/// <summary>A page that needs nothing, so that it also shows when everything else fails.</summary>
internal sealed class PlainProblemPage : IProblemPage
{
    public static readonly PlainProblemPage Instance = new();

    public Task WriteAsync(HttpContext context, Problem problem)
    {
        var words = context.RequestServices.GetRequiredService<IWords>();
        var html = new StringBuilder();
        var encoder = HtmlEncoder.Default;
        html.Append("<!DOCTYPE html><html lang=\"").Append(Thread.CurrentThread.CurrentUICulture.Name)
            .Append("\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>")
            .Append(encoder.Encode(problem.Title)).Append("</title></head><body><main><h1>")
            .Append(encoder.Encode(problem.Title)).Append("</h1><p>").Append(encoder.Encode(problem.Mend))
            .Append("</p><p><a href=\"/\">").Append(encoder.Encode(words["platform.problem.home"]))
            .Append("</a></p><p>")
            .Append(encoder.Encode(words["platform.problem.correlation"])).Append(" <code>")
            .Append(encoder.Encode(problem.CorrelationId)).Append("</code></p></main></body></html>");
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(html.ToString(), context.RequestAborted);
    }
}

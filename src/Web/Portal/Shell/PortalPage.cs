using System.Globalization;
using Lingnan.Kernel;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Words;
using Lingnan.Web.Kit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Lingnan.Web.Portal.Shell;

/// <summary>What every page of the portal has at hand.</summary>
public abstract class PortalPage : ComponentBase
{
    /// <summary>Words of the interface.</summary>
    [Inject] protected IWords Words { get; set; } = null!;

    /// <summary>Who asks.</summary>
    [Inject] protected ICallerSource Callers { get; set; } = null!;

    /// <summary>The request.</summary>
    [CascadingParameter] protected HttpContext Http { get; set; } = null!;

    /// <summary>Path of this page.</summary>
    protected string Here => Http.Request.Path;

    /// <summary>Language of the reader.</summary>
    protected static CultureInfo Culture => CultureInfo.CurrentUICulture;

    /// <summary>What went wrong and how to mend it, as one text.</summary>
    protected string Tell(Error error)
    {
        var told = Words.Of(error);
        return told.Mend.Length == 0 ? told.Title : told.Title + (Languages.IsEnglish(Culture) ? " " : "") + told.Mend;
    }

    /// <summary>The breadcrumb from the home page to here.</summary>
    protected IReadOnlyList<Crumb> Path(params ReadOnlySpan<Crumb> steps) =>
        [new Crumb(Words["portal.nav.home"], "/"), .. steps];

    /// <summary>Title of the document.</summary>
    protected string TitleOf(string page) => $"{page} - {Words["portal.site.name"]}";
}

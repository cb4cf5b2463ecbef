using Lingnan.Platform.Web;
using Lingnan.Platform.Words;
using Lingnan.Web.Kit;
using Lingnan.Web.Portal.Features;
using Lingnan.Web.Portal.Shell;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Web.Portal;

/// <summary>The public root: static pages that need no script and set no cookie before sign-in.</summary>
public static class PortalSetup
{
    /// <summary>Registers what the portal's pages need; site settings come from the section <c>Site</c>.</summary>
    public static IServiceCollection AddPortal(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRazorComponents();
        services.AddHttpContextAccessor();
        services.AddKit().AddWords(typeof(PortalSetup).Assembly);
        services.Configure<SiteOptions>(configuration.GetSection(SiteOptions.Section));
        services.AddSingleton<OwnRecords>();
        services.AddSingleton<RegionNames>();
        services.AddSingleton<HealthGlance>();
        services.AddSingleton<IProblemPage, PortalProblemPage>();
        return services;
    }

    /// <summary>Maps the portal's pages and what their forms post to.</summary>
    public static IEndpointRouteBuilder MapPortal(this IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapRazorComponents<PortalApp>().WithPageAccess();
        pages.Add(AllowHead);
        pages.Add(TrustOrigin);
        pages.Finally(PageCaching.Add);
        ChoosePreferences.Map(endpoints);
        SignOut.Map(endpoints);
        SignInDemo.Map(endpoints);
        ResetDemo.Map(endpoints);
        SampleFile.Map(endpoints);
        EndSession.Map(endpoints);
        ChangeConsent.Map(endpoints);
        DownloadRows.Map(endpoints);
        return endpoints;
    }

    /// <summary>Crawlers and supervisors ask by HEAD, which Razor pages refuse on their own.</summary>
    private static void AllowHead(EndpointBuilder endpoint)
    {
        var methods = endpoint.Metadata.OfType<HttpMethodMetadata>().FirstOrDefault();
        if (methods is null || !methods.HttpMethods.Contains("GET") || methods.HttpMethods.Contains("HEAD")) return;
        endpoint.Metadata.Remove(methods);
        endpoint.Metadata.Add(new HttpMethodMetadata([.. methods.HttpMethods, "HEAD"]));
    }

    /// <summary>Forged posts are refused by their origin for the whole site (see Platform),
    /// so pages carry no antiforgery token: a token needs a cookie, which nobody shall have before signing in,
    /// and would forbid caching.</summary>
    private static void TrustOrigin(EndpointBuilder endpoint)
    {
        if (endpoint.Metadata.OfType<ComponentTypeMetadata>().Any()) endpoint.Metadata.Add(NoToken.Instance);
    }

    private sealed class NoToken : IAntiforgeryMetadata
    {
        public static readonly NoToken Instance = new();
        public bool RequiresValidation => false;
    }
}

using Lingnan.Platform.Web;
using Lingnan.Platform.Words;
using Lingnan.Web.Console.Features;
using Lingnan.Web.Console.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace Lingnan.Web.Console;

/// <summary>The officers' root: interactive pages over the capabilities' contracts.</summary>
public static class ConsoleSetup
{
    /// <summary>Registers what the console's pages need.</summary>
    public static IServiceCollection AddConsole(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices(
            options => options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomRight);
        services.AddTransient<MudLocalizer, MudWords>();
        services.AddWords(typeof(ConsoleSetup).Assembly);
        return services;
    }

    /// <summary>Maps <c>/console</c> and what its forms post to.</summary>
    public static void MapConsole(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapRazorComponents<ConsoleApp>().AddInteractiveServerRenderMode().WithPageAccess();
        UploadForImport.Map(endpoints);
    }
}

using Lingnan.Platform.Permissions;
using Lingnan.Platform.Words;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Platform;

/// <summary>Puts the capabilities of a city together.</summary>
public static class Capabilities
{
    /// <summary>Registers each capability, its services and words, and the <see cref="PermissionSet"/> of
    /// all.</summary>
    public static IServiceCollection AddCapabilities(
        this IServiceCollection services, IEnumerable<ICapability> capabilities, IConfiguration configuration)
    {
        var all = capabilities.ToList();
        if (all.GroupBy(c => c.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new InvalidOperationException($"Capability {twice.Key} is given twice.");
        services.AddWords([.. all.Select(c => c.GetType().Assembly).Distinct()]);
        services.AddSingleton(new PermissionSet(all));
        foreach (var capability in all)
        {
            services.AddSingleton(capability);
            capability.AddServices(services, configuration);
        }

        return services;
    }

    /// <summary>Maps the endpoints of every registered capability.</summary>
    public static IEndpointRouteBuilder MapCapabilities(this IEndpointRouteBuilder endpoints)
    {
        foreach (var capability in endpoints.ServiceProvider.GetServices<ICapability>())
            capability.MapEndpoints(endpoints);
        return endpoints;
    }
}

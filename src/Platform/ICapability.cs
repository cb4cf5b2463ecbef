using Lingnan.Platform.Permissions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Platform;

/// <summary>A capability's table of contents: all that the host needs to know of it.</summary>
public interface ICapability
{
    /// <summary>Lower-case name; prefix of its tables, permissions, error codes and of <c>/api/{name}</c>.</summary>
    string Name { get; }

    /// <summary>Every permission it may ask for. One that is not declared here is never granted.</summary>
    IReadOnlyList<Permission> Permissions { get; }

    /// <summary>Registers its services.</summary>
    void AddServices(IServiceCollection services, IConfiguration configuration);

    /// <summary>Maps its HTTP endpoints; each must say who may call it (see <see cref="Web.Access"/>).</summary>
    void MapEndpoints(IEndpointRouteBuilder endpoints);
}

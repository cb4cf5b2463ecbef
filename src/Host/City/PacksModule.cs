using Lingnan.Kernel;
using Lingnan.PackKit;
using Lingnan.PackKit.Registries;
using Lingnan.Platform;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Web;

namespace Lingnan.Host.City;

/// <summary>Shows which packs the city runs.</summary>
internal sealed class PacksModule : ICapability
{
    private static readonly Permission Read = new("packs.read", new LocalText("查看业务包", "See the packs"));

    public string Name => "packs";

    public IReadOnlyList<Permission> Permissions => [Read];

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/api/packs", (PackSet packs) => packs.Packs.Select(pack => new
        {
            pack.Id,
            Title = pack.Title.ToString(),
            Owner = pack.Owner.ToString(),
            pack.Carries,
            Registers = pack.All<RegistryDeclaration>().Select(r => r.Name),
        })).Requires(Read).WithTags("packs");
}

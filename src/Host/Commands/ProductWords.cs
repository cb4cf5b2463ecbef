using Lingnan.Identity;
using Lingnan.Platform.Words;
using Lingnan.Registries;

namespace Lingnan.Host.Commands;

/// <summary>The words of errors for commands that run without a city.</summary>
internal static class ProductWords
{
    private static readonly Lazy<ServiceProvider> Provider = new(() => new ServiceCollection()
        .AddWords(typeof(IdentityModule).Assembly, typeof(RegistriesModule).Assembly, typeof(ProductWords).Assembly)
        .BuildServiceProvider());

    public static IWords All => Provider.Value.GetRequiredService<IWords>();
}

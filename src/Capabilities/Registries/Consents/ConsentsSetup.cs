using Lingnan.Registries.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Registries.Consents;

/// <summary>Registration of consents.</summary>
internal static class ConsentsSetup
{
    public static IServiceCollection AddConsents(this IServiceCollection services) => services
        .AddSingleton<ConsentGate>()
        .AddSingleton<IConsents, ConsentBook>();
}

using System.Reflection;
using Lingnan.Kernel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Lingnan.Platform.Words;

/// <summary>Registration of words.</summary>
public static class WordServices
{
    /// <summary>Adds <see cref="IWords"/> over Kernel, Platform and the given assemblies;
    /// may be called many times.</summary>
    public static IServiceCollection AddWords(this IServiceCollection services, params Assembly[] assemblies)
    {
        services.TryAddSingleton<IWords>(provider => new ResourceWords(
            [typeof(Error).Assembly, typeof(WordServices).Assembly,
                .. provider.GetServices<WordAssembly>().Select(a => a.Assembly)]));
        foreach (var assembly in assemblies) services.AddSingleton(new WordAssembly(assembly));
        return services;
    }

    private sealed record WordAssembly(Assembly Assembly);
}

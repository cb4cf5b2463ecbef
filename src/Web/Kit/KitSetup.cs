using Lingnan.Platform.Words;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Web.Kit;

/// <summary>Registration of the component kit.</summary>
public static class KitSetup
{
    /// <summary>Adds the words that the components speak; may be called by every root.</summary>
    public static IServiceCollection AddKit(this IServiceCollection services) =>
        services.AddWords(typeof(KitSetup).Assembly);
}

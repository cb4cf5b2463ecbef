using Lingnan.Platform.Files;
using Lingnan.Platform.Jobs;
using Lingnan.Registries.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Registries.Import;

/// <summary>Registration of imports.</summary>
internal static class ImportsSetup
{
    public static IServiceCollection AddImports(this IServiceCollection services) => services
        .AddSingleton<ImportStore>()
        .AddSingleton<RefusedFile>()
        .AddSingleton<IImports, Imports>()
        .AddSingleton<IFileOwner, ImportFiles>()
        .AddJobHandler<ImportJob>()
        .AddJobHandler<ImportTidy>()
        .AddDailyJob(ImportTidy.JobKind, ImportTidy.When);
}

using Lingnan.Platform.Events;
using Lingnan.Platform.Jobs;
using Lingnan.Registries.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Registries.Sources;

/// <summary>Registration of sources.</summary>
internal static class SourcesSetup
{
    public static IServiceCollection AddSources(this IServiceCollection services) => services
        .AddSingleton<SourceSeals>()
        .AddSingleton<SourceOutcomes>()
        .AddSingleton<Adoption>()
        .AddSingleton<SourceWrites>()
        .AddSingleton<PartedWords>()
        .AddSingleton<WithdrawSource>()
        .AddSingleton<ReadSources>()
        .AddSingleton<RowTitles>()
        .AddSingleton<DecideCase>()
        .AddSingleton<DoubtFlags>()
        .AddSingleton<RaiseDoubt>()
        .AddSingleton<AnswerDoubt>()
        .AddSingleton<ISources, SourceDesk>()
        .AddSingleton<IMergeFollower, SourceFollower>()
        .AddEventHandler<RowsMerged, DoubtFlags>()
        .AddEventHandler<RowsUnmerged, DoubtFlags>()
        .AddJobHandler<WithdrawJob>();
}

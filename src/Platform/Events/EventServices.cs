using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Lingnan.Platform.Events;

/// <summary>Registration of handlers.</summary>
public static class EventServices
{
    /// <summary>Lets <typeparamref name="THandler"/> (made per delivery) hear <typeparamref name="TEvent"/>.</summary>
    public static IServiceCollection AddEventHandler<TEvent, THandler>(this IServiceCollection services)
        where TEvent : class, IEvent
        where THandler : class, IEventHandler<TEvent>
    {
        services.TryAddScoped<THandler>();
        return services.AddSingleton<EventSubscription, EventSubscription<TEvent, THandler>>();
    }

    /// <summary>Lets it hear those that <typeparamref name="TFilter"/> (one for the process) says it wants.</summary>
    public static IServiceCollection AddEventHandler<TEvent, THandler, TFilter>(this IServiceCollection services)
        where TEvent : class, IEvent
        where THandler : class, IEventHandler<TEvent>
        where TFilter : class, IEventFilter<TEvent>
    {
        services.TryAddScoped<THandler>();
        services.TryAddSingleton<TFilter>();
        return services.AddSingleton<EventSubscription, EventSubscription<TEvent, THandler, TFilter>>();
    }

    internal static IServiceCollection AddOutbox(this IServiceCollection services)
    {
        services.TryAddSingleton<EventSubscriptions>();
        services.TryAddSingleton<Outbox>();
        services.TryAddSingleton<IOutbox>(s => s.GetRequiredService<Outbox>());
        services.TryAddSingleton<IOutboxWriter>(s => s.GetRequiredService<Outbox>());
        return services;
    }
}

using System.Text.Json;
using Lingnan.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Platform.Events;

/// <summary>That a handler hears an event, as registered.</summary>
internal abstract class EventSubscription
{
    public abstract string EventName { get; }

    /// <summary>Whether the handler has any use for it.</summary>
    public abstract bool Wants(object happened);

    public abstract string HandlerName(IServiceProvider services);

    public abstract Task HandleAsync(
        IServiceProvider services, string json, DbSession session, CancellationToken cancellationToken);
}

internal class EventSubscription<TEvent, THandler> : EventSubscription
    where TEvent : class, IEvent
    where THandler : class, IEventHandler<TEvent>
{
    public override string EventName => TEvent.Name;

    public override bool Wants(object happened) => true;

    public override string HandlerName(IServiceProvider services) => services.GetRequiredService<THandler>().Name;

    public override Task HandleAsync(
        IServiceProvider services, string json, DbSession session, CancellationToken cancellationToken)
    {
        var happened = JsonSerializer.Deserialize<TEvent>(json, EventJson.Options)
            ?? throw new JsonException($"An event {TEvent.Name} was kept as null.");
        return services.GetRequiredService<THandler>().HandleAsync(happened, session, cancellationToken);
    }
}

internal sealed class EventSubscription<TEvent, THandler, TFilter>(TFilter filter) : EventSubscription<TEvent, THandler>
    where TEvent : class, IEvent
    where THandler : class, IEventHandler<TEvent>
    where TFilter : class, IEventFilter<TEvent>
{
    public override bool Wants(object happened) => filter.Wants((TEvent)happened);
}

/// <summary>Who hears what; read from the registrations at first use, since a handler's name is its own.</summary>
internal sealed class EventSubscriptions(IServiceScopeFactory scopes, IEnumerable<EventSubscription> registered)
{
    private readonly Lazy<Dictionary<string, Dictionary<string, EventSubscription>>> _byEvent = new(() =>
    {
        using var scope = scopes.CreateScope();
        var byEvent = new Dictionary<string, Dictionary<string, EventSubscription>>(StringComparer.Ordinal);
        foreach (var subscription in registered)
        {
            if (!byEvent.TryGetValue(subscription.EventName, out var handlers))
                byEvent.Add(subscription.EventName, handlers = new(StringComparer.Ordinal));
            var name = subscription.HandlerName(scope.ServiceProvider);
            if (!handlers.TryAdd(name, subscription))
                throw new InvalidOperationException($"Two handlers of {subscription.EventName} are named {name}.");
        }

        return byEvent;
    });

    /// <summary>Handlers to be told of it; null where it has hearers and none wants it.</summary>
    public IReadOnlyCollection<string>? HandlersOf(OutboxEvent happened)
    {
        if (!_byEvent.Value.TryGetValue(happened.Name, out var handlers)) return [];
        List<string> wanting = [.. handlers.Where(h => h.Value.Wants(happened.Happened)).Select(h => h.Key)];
        return wanting.Count == 0 ? null : wanting;
    }

    public EventSubscription? Find(string eventName, string handler) =>
        _byEvent.Value.TryGetValue(eventName, out var handlers) ? handlers.GetValueOrDefault(handler) : null;
}

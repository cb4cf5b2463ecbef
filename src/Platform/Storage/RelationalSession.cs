using System.Data.Common;
using System.Text.Json;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Events;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Lingnan.Platform.Storage;

/// <summary>What a session needs of its engine.</summary>
internal abstract class SessionEngine
{
    public abstract Dialect Dialect { get; }

    /// <summary>Points a context at the session's connection.</summary>
    public abstract void Use(DbContextOptionsBuilder builder, DbConnection connection);

    /// <summary>True when the transaction changed something; asked only where an audit entry is missing.</summary>
    public abstract Task<bool> HasWrittenAsync(RelationalSession session, CancellationToken cancellationToken);

    public abstract IAuditAppender AuditAppender { get; }

    public abstract IOutboxWriter OutboxWriter { get; }
}

/// <summary>The one implementation of <see cref="DbSession"/>; what differs is asked of the
/// <see cref="SessionEngine"/>.</summary>
internal sealed class RelationalSession(
    SessionEngine engine, DbConnection connection, DbTransaction? transaction, bool canWrite,
    Action? release) : DbSession
{
    private readonly Dictionary<Type, DbContext> _contexts = [];
    private readonly List<AuditEntry> _audit = [];
    private readonly List<OutboxEvent> _events = [];
    private readonly List<Action> _afterCommit = [];
    private bool _unaudited;
    private bool _ended;
    private Action? _release = release;

    public override DbConnection Connection => connection;

    public override DbTransaction? Transaction => transaction;

    public override Dialect Dialect => engine.Dialect;

    public override bool CanWrite => canWrite;

    /// <summary>What the engine counted as changes before the session began (SQLite only).</summary>
    public long ChangesBefore { get; init; }

    public override TContext Map<TContext>()
    {
        if (_contexts.TryGetValue(typeof(TContext), out var known)) return (TContext)known;
        var builder = new DbContextOptionsBuilder<TContext>();
        engine.Use(builder, connection);
        builder.ReplaceService<IModelCustomizer, PortableModel>();
        if (!canWrite) builder.UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking);
        var context = (TContext)Activator.CreateInstance(typeof(TContext), builder.Options)!;
        // The session is the unit of work: it is dropped whole on failure, so savepoints would only cost round trips.
        context.Database.AutoSavepointsEnabled = false;
        context.Database.UseTransaction(transaction);
        _contexts.Add(typeof(TContext), context);
        return context;
    }

    public override void Audit(AuditEntry entry)
    {
        MustWrite();
        _audit.Add(entry);
    }

    public override void Unaudited(string reason)
    {
        MustWrite();
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        _unaudited = true;
    }

    public override void Publish<TEvent>(TEvent happened)
    {
        MustWrite();
        _events.Add(new OutboxEvent(
            TEvent.Name, JsonSerializer.Serialize(happened, EventJson.Options), happened));
    }

    internal override void AfterCommit(Action action) => _afterCommit.Add(action);

    public override async Task CommitAsync(CancellationToken cancellationToken = default)
    {
        MustWrite();
        try
        {
            foreach (var context in _contexts.Values) await context.SaveChangesAsync(cancellationToken);
            await RefuseUnauditedAsync(cancellationToken);
            if (_audit.Count > 0) await engine.AuditAppender.AppendAsync(this, _audit, cancellationToken);
            if (_events.Count > 0) await engine.OutboxWriter.WriteAsync(this, _events, cancellationToken);
            // Once the commit is sent its outcome must be learned, so it is not cancelled half-way.
            await transaction!.CommitAsync(CancellationToken.None);
            _ended = true;
        }
        catch (Exception e) when (e is not FaultException && StorageFaults.Find(e) is { } error)
        {
            throw new FaultException(error, e);
        }

        Release();
        foreach (var action in _afterCommit) action();
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var context in _contexts.Values) await context.DisposeAsync();
        _contexts.Clear();
        try
        {
            // Disposing an open transaction rolls it back on both engines.
            if (transaction is not null) await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
        finally
        {
            _ended = true;
            Release();
        }
    }

    private async Task RefuseUnauditedAsync(CancellationToken cancellationToken)
    {
        if (_unaudited || _audit.Count > 0) return;
        if (_events.Count > 0 || await engine.HasWrittenAsync(this, cancellationToken))
            throw new InvalidOperationException(
                "A write session wrote without an audit entry. Call Audit(...), or Unaudited(reason) where none is needed.");
    }

    private void MustWrite()
    {
        if (!canWrite) throw new InvalidOperationException("This session only reads; open one with WriteAsync.");
        if (_ended) throw new InvalidOperationException("This session has ended; open a new one.");
    }

    private void Release()
    {
        _release?.Invoke();
        _release = null;
    }
}

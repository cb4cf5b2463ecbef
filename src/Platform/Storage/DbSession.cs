using System.Data.Common;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace Lingnan.Platform.Storage;

/// <summary>
/// One unit of work on the database. Rows, audit entries and events of a write session become durable together or
/// not at all. Use Dapper on <see cref="Connection"/> with <see cref="Transaction"/>, or <see cref="Map{TContext}"/>
/// for mapped tables. Not thread-safe.
/// </summary>
public abstract class DbSession : IAsyncDisposable
{
    /// <summary>The open connection.</summary>
    public abstract DbConnection Connection { get; }

    /// <summary>The transaction, also for reads (a snapshot); null in a session of
    /// <see cref="IDatabase.PeekAsync"/>.</summary>
    public abstract DbTransaction? Transaction { get; }

    /// <summary>Differences between the engines.</summary>
    public abstract Dialect Dialect { get; }

    /// <summary>True for a session of <see cref="IDatabase.WriteAsync"/>.</summary>
    public abstract bool CanWrite { get; }

    /// <summary>The EF Core context over this very connection and transaction; made once per session and type.
    /// Contexts take <see cref="DbContextOptions{TContext}"/> and map; they never create schema. Changes are saved by
    /// <see cref="CommitAsync"/>.</summary>
    public abstract TContext Map<TContext>() where TContext : DbContext;

    /// <summary>Adds an entry to the audit log, appended when the session commits. A write session that commits
    /// without an entry throws, unless <see cref="Unaudited"/> was called.</summary>
    public abstract void Audit(AuditEntry entry);

    /// <summary>States why this write needs no audit entry (e.g. heartbeat of a job lease).</summary>
    public abstract void Unaudited(string reason);

    /// <summary>Puts an event into the outbox; handlers get it at least once, after commit.</summary>
    public abstract void Publish<TEvent>(TEvent happened) where TEvent : class, IEvent;

    /// <summary>Saves mapped changes, appends audit and outbox, commits durably (fsync).</summary>
    public abstract Task CommitAsync(CancellationToken cancellationToken = default);

    /// <summary>Runs after a successful commit, e.g. to wake a worker; never when the session is dropped.</summary>
    internal abstract void AfterCommit(Action action);

    /// <summary>Rolls back what was not committed and gives the connection back.</summary>
    public abstract ValueTask DisposeAsync();
}

namespace Lingnan.Platform.Storage;

/// <summary>The database engines of the three sizes.</summary>
public enum Engine
{
    /// <summary>Embedded, WAL, one writer.</summary>
    Sqlite,
    /// <summary>PostgreSQL 15 or later.</summary>
    Postgres,
}

/// <summary>The city's relational store, the same for every engine. Thread-safe.</summary>
public interface IDatabase
{
    /// <summary>The engine in use; a feature never branches on it, it asks the <see cref="Dialect"/>.</summary>
    Engine Engine { get; }

    /// <summary>All differences between the engines.</summary>
    Dialect Dialect { get; }

    /// <summary>Opens a session that sees one consistent snapshot and may not write.</summary>
    Task<DbSession> ReadAsync(CancellationToken cancellationToken = default);

    /// <summary>Opens a session for one reading statement, without a transaction: it saves the round trips that begin
    /// and end one. Several statements in it may see different states.</summary>
    Task<DbSession> PeekAsync(CancellationToken cancellationToken = default);

    /// <summary>Opens a session with a transaction. Nothing is kept unless <see cref="DbSession.CommitAsync"/>
    /// ran.</summary>
    Task<DbSession> WriteAsync(CancellationToken cancellationToken = default);
}

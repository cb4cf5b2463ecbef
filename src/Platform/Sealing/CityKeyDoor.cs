using System.Security.Cryptography;
using Dapper;
using Lingnan.Platform.Storage;

namespace Lingnan.Platform.Sealing;

/// <summary>
/// Opens the city key once, and only with the database's consent: a database that was sealed with another key, or whose
/// key is lost, is refused before anything is sealed or a new key is made.
/// </summary>
internal sealed class CityKeyDoor(IDatabase database, CityKeyFile file)
{
    private readonly SemaphoreSlim _once = new(1, 1);
    private volatile CityKey? _key;
    private volatile bool _recorded;

    /// <summary>Opens the key and records its check value; run at start, after the schema.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        session.Unaudited("the check value of the city key");
        await OpenForWriteAsync(session, cancellationToken);
        await session.CommitAsync(cancellationToken);
    }

    public async Task<CityKey> OpenForWriteAsync(DbSession session, CancellationToken cancellationToken)
    {
        var key = await OpenAsync(session, cancellationToken);
        if (_recorded) return key;
        await session.Connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO platform_city_key (id, check_value) VALUES (1, @CheckValue) ON CONFLICT DO NOTHING",
            new { key.CheckValue }, session.Transaction, cancellationToken: cancellationToken));
        // Another process may have recorded its own a moment earlier.
        Refuse(key, await CheckValueAsync(session, cancellationToken));
        session.AfterCommit(() => _recorded = true);
        return key;
    }

    public async Task<CityKey> OpenAsync(DbSession session, CancellationToken cancellationToken)
    {
        if (_key is { } open) return open;
        await _once.WaitAsync(cancellationToken);
        try
        {
            return _key ??= Open(await CheckValueAsync(session, cancellationToken));
        }
        finally
        {
            _once.Release();
        }
    }

    /// <summary>The key where no session is at hand. At start it was opened already; where it was not (a tool, a test),
    /// this one time is worth a wait.</summary>
    public CityKey OpenNow() => _key ?? Task.Run(async () =>
    {
        await using var session = await database.ReadAsync();
        return await OpenAsync(session, CancellationToken.None);
    }).GetAwaiter().GetResult();

    private CityKey Open(byte[]? checkValue)
    {
        if (file.Find() is { } found)
        {
            var key = new CityKey(found);
            if (checkValue is not null) Refuse(key, checkValue);
            return key;
        }

        if (checkValue is not null) throw new FaultException(SealingErrors.CityKeyLost(file.Path));
        return new CityKey(file.Create());
    }

    private void Refuse(CityKey key, byte[]? checkValue)
    {
        if (checkValue is null || !CryptographicOperations.FixedTimeEquals(key.CheckValue, checkValue))
            throw new FaultException(SealingErrors.CityKeyWrong(file.Path));
    }

    private static Task<byte[]?> CheckValueAsync(DbSession session, CancellationToken cancellationToken) =>
        session.Connection.QuerySingleOrDefaultAsync<byte[]?>(new CommandDefinition(
            "SELECT check_value FROM platform_city_key WHERE id = 1", transaction: session.Transaction,
            cancellationToken: cancellationToken));
}

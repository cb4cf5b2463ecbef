using System.Data;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Lingnan.Platform.Storage;

namespace Lingnan.Platform.Sealing;

/// <summary>
/// The subjects' keys in the database. None is cached: to open one costs a microsecond, and a destroyed key must be
/// gone in every process at once.
/// </summary>
internal sealed class SubjectKeys(CityKeyDoor door, TimeProvider time) : ISealing
{
    /// <summary>Ids in one statement; both engines take them, and longer lists gain nothing.</summary>
    private const int Batch = 500;

    private static readonly IReadOnlyList<BulkColumn> Columns =
        [new("subject_id", DbType.String), new("wrapped", DbType.Binary), new("created_at", DbType.Int64)];

    public async Task<IReadOnlyList<SubjectKey>> KeysForWriteAsync(
        DbSession session, IReadOnlyList<string> subjectIds, CancellationToken cancellationToken = default)
    {
        if (subjectIds.Count == 0) return [];
        var city = await door.OpenForWriteAsync(session, cancellationToken);
        var ids = subjectIds.Distinct(StringComparer.Ordinal).ToList();
        var keys = await FindAsync(session, city, ids, cancellationToken);
        var missing = ids.Where(id => !keys.ContainsKey(id)).ToList();
        if (missing.Count > 0)
        {
            await CreateAsync(session, city, missing, cancellationToken);
            // Read back what is kept: another session may have made some of them a moment earlier.
            foreach (var (id, key) in await FindAsync(session, city, missing, cancellationToken)) keys[id] = key;
        }

        return [.. subjectIds.Select(id => keys[id] ?? throw new FaultException(SealingErrors.Gone))];
    }

    public async Task<IReadOnlyList<SubjectKey>> KeysForNewAsync(
        DbSession session, IReadOnlyList<string> subjectIds, CancellationToken cancellationToken = default)
    {
        if (subjectIds.Count == 0) return [];
        var city = await door.OpenForWriteAsync(session, cancellationToken);
        var now = time.GetUtcNow().ToMicros();
        var keys = subjectIds.Select(id => (Id: id, Key: RandomNumberGenerator.GetBytes(CityKey.Length))).ToList();
        await session.Dialect.InsertManyAsync(
            session, "platform_subject_keys", Columns,
            [.. keys.Select(k => new object?[] { k.Id, city.Wrap(k.Id, k.Key), now })], cancellationToken);
        return [.. keys.Select(k => new AesSubjectKey(k.Id, k.Key))];
    }

    public async Task<IReadOnlyList<SubjectKey?>> KeysForReadAsync(
        DbSession session, IReadOnlyList<string> subjectIds, CancellationToken cancellationToken = default)
    {
        if (subjectIds.Count == 0) return [];
        var city = await door.OpenAsync(session, cancellationToken);
        var keys = await FindAsync(session, city, [.. subjectIds.Distinct(StringComparer.Ordinal)], cancellationToken);
        return [.. subjectIds.Select(id => keys.GetValueOrDefault(id))];
    }

    public async Task<IReadOnlyList<SubjectKey?>> KeysThatOpenAsync(
        DbSession session, IReadOnlyList<string> subjectIds, CancellationToken cancellationToken = default)
    {
        if (subjectIds.Count == 0) return [];
        var city = await door.OpenAsync(session, cancellationToken);
        var keys = new Dictionary<string, SubjectKey>(StringComparer.Ordinal);
        foreach (var chunk in subjectIds.Distinct(StringComparer.Ordinal).Chunk(Batch))
            foreach (var row in await RowsAsync(session, chunk, cancellationToken))
                if (row.DestroyedAt is null && TryOpen(city, row.SubjectId, row.Wrapped) is { } key)
                    keys[row.SubjectId] = key;
        return [.. subjectIds.Select(id => keys.GetValueOrDefault(id))];
    }

    public async Task<IReadOnlyDictionary<string, SubjectKeyState>> StatesAsync(
        DbSession session, IReadOnlyCollection<string> subjectIds, CancellationToken cancellationToken = default)
    {
        var states = subjectIds.Distinct(StringComparer.Ordinal)
            .ToDictionary(id => id, _ => SubjectKeyState.Missing, StringComparer.Ordinal);
        if (states.Count == 0) return states;
        var city = await door.OpenAsync(session, cancellationToken);
        foreach (var chunk in states.Keys.Chunk(Batch))
            foreach (var row in await RowsAsync(session, chunk, cancellationToken))
                states[row.SubjectId] = row.DestroyedAt is not null ? SubjectKeyState.Destroyed
                    : TryOpen(city, row.SubjectId, row.Wrapped) is not null ? SubjectKeyState.Present
                    : SubjectKeyState.Damaged;
        return states;
    }

    public string JoinKey(string subjectExpression) =>
        $"LEFT JOIN platform_subject_keys subject_key ON subject_key.subject_id = {subjectExpression}";

    public SubjectKey? OpenJoined(string subjectId, DbDataReader reader, int ordinal) =>
        reader.IsDBNull(ordinal) || !reader.IsDBNull(ordinal + 1) ? null
        : TryOpen(door.OpenNow(), subjectId, reader.GetFieldValue<byte[]>(ordinal));

    public string BlindIndex(string field, string canonicalValue) => door.OpenNow().BlindIndex(field, canonicalValue);

    public async Task DestroyAsync(DbSession session, string subjectId, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow().ToMicros();
        // Also where there was no key, so that none is made later; zeros of the same length fall on the old bytes.
        await session.Connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO platform_subject_keys (subject_id, wrapped, created_at, destroyed_at) VALUES (@subjectId, @zeros, @now, @now)
            ON CONFLICT (subject_id) DO UPDATE SET wrapped = @zeros, destroyed_at = COALESCE(platform_subject_keys.destroyed_at, @now)
            """,
            new { subjectId, now, zeros = new byte[CityKey.Length + 29] }, session.Transaction,
            cancellationToken: cancellationToken));
    }

    /// <summary>The keys that are known; a destroyed one is known and null.</summary>
    private static async Task<Dictionary<string, SubjectKey?>> FindAsync(
        DbSession session, CityKey city, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var keys = new Dictionary<string, SubjectKey?>(ids.Count, StringComparer.Ordinal);
        foreach (var chunk in ids.Chunk(Batch))
        {
            foreach (var row in await RowsAsync(session, chunk, cancellationToken))
                keys[row.SubjectId] = row.DestroyedAt is not null
                    ? null : new AesSubjectKey(row.SubjectId, city.Unwrap(row.SubjectId, row.Wrapped));
        }

        return keys;
    }

    private static Task<IEnumerable<Row>> RowsAsync(
        DbSession session, string[] chunk, CancellationToken cancellationToken) =>
        session.Connection.QueryAsync<Row>(new CommandDefinition(
            "SELECT subject_id AS SubjectId, wrapped AS Wrapped, destroyed_at AS DestroyedAt "
            + $"FROM platform_subject_keys WHERE {session.Dialect.IsInList("subject_id", "@chunk")}",
            new { chunk = session.Dialect.ListOf(chunk) }, session.Transaction, cancellationToken: cancellationToken));

    private static AesSubjectKey? TryOpen(CityKey city, string subjectId, byte[] wrapped)
    {
        try
        {
            return new(subjectId, city.Unwrap(subjectId, wrapped));
        }
        catch (FaultException)
        {
            return null;
        }
    }

    private async Task CreateAsync(
        DbSession session, CityKey city, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToMicros();
        // Sorted, so that two sessions that make the same keys wait for each other in one direction only.
        foreach (var chunk in ids.Order(StringComparer.Ordinal).Chunk(Batch))
        {
            var sql = new StringBuilder("INSERT INTO platform_subject_keys (subject_id, wrapped, created_at) VALUES ");
            var parameters = new DynamicParameters();
            parameters.Add("now", now);
            for (var i = 0; i < chunk.Length; i++)
            {
                sql.Append(i == 0 ? "" : ", ").Append($"(@s{i}, @w{i}, @now)");
                parameters.Add($"s{i}", chunk[i]);
                parameters.Add($"w{i}", city.Wrap(chunk[i], RandomNumberGenerator.GetBytes(CityKey.Length)));
            }

            await session.Connection.ExecuteAsync(new CommandDefinition(
                sql.Append(" ON CONFLICT DO NOTHING").ToString(), parameters, session.Transaction,
                cancellationToken: cancellationToken));
        }
    }

    private sealed class Row
    {
        public string SubjectId { get; init; } = "";
        public byte[] Wrapped { get; init; } = [];
        public long? DestroyedAt { get; init; }
    }
}

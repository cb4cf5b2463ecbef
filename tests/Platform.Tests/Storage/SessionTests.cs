using Dapper;
using Lingnan.Platform.Storage;
using Lingnan.Testing;
using Microsoft.EntityFrameworkCore;

namespace Lingnan.Platform.Tests.Storage;

public sealed class SessionTests
{
    private static readonly DateTimeOffset Seen = new(2026, 2, 28, 15, 59, 59, TimeSpan.Zero);

    [Theory, EachDatabase]
    public async Task Keeps_what_was_committed_by_either_road(Engine engine)
    {
        await using var city = await CreateAsync(engine);
        await using (var session = await city.Database.WriteAsync())
        {
            session.Map<SampleContext>().Rows.Add(
                new SampleRow { Name = "𠮷·麦麦提", Active = true, SeenAt = Seen, Born = new DateOnly(2000, 2, 29),
                    Picture = [0, 255] });
            await session.Connection.ExecuteAsync(
                "INSERT INTO sample_rows (name, active, seen_at, born) VALUES (@Name, @Active, @SeenAt, @Born)",
                new { Name = "by hand", Active = false, SeenAt = Seen, Born = new DateOnly(1949, 10, 1) },
                session.Transaction);
            session.Audit(TestDatabase.AnyEntry);
            await session.CommitAsync();
        }

        await using var read = await city.Database.ReadAsync();
        var mapped = await read.Map<SampleContext>().Rows.OrderBy(r => r.Name).ToListAsync();
        var plain = (await read.Connection.QueryAsync<Plain>(
            "SELECT id, name, active, seen_at AS SeenAt, born, small FROM sample_rows ORDER BY name",
            transaction: read.Transaction)).AsList();
        Assert.Equal(["by hand", "𠮷·麦麦提"], mapped.Select(r => r.Name));
        Assert.Equal([0, 255], mapped[1].Picture!);
        Assert.Equal(mapped.Select(r => new Plain(r.Id, r.Name, r.Active, r.SeenAt, r.Born, r.Small)), plain);
        Assert.Equal(Seen, plain[0].SeenAt);
    }

    [Theory, EachDatabase]
    public async Task Drops_what_was_not_committed(Engine engine)
    {
        await using var city = await CreateAsync(engine);
        await using (var session = await city.Database.WriteAsync())
        {
            session.Audit(TestDatabase.AnyEntry);
            await InsertAsync(session, "lost");
        }

        Assert.Empty(await NamesAsync(city));
    }

    [Theory, EachDatabase]
    public async Task Refuses_a_write_without_audit_and_keeps_nothing_of_it(Engine engine)
    {
        await using var city = await CreateAsync(engine);
        await using (var session = await city.Database.WriteAsync())
        {
            await InsertAsync(session, "silent");
            await Assert.ThrowsAsync<InvalidOperationException>(() => session.CommitAsync());
        }

        Assert.Empty(await NamesAsync(city));
    }

    [Theory, EachDatabase]
    public async Task Needs_no_audit_where_nothing_was_written(Engine engine)
    {
        await using var city = await CreateAsync(engine);
        await using var session = await city.Database.WriteAsync();
        await session.Connection.QueryAsync("SELECT id FROM sample_rows", transaction: session.Transaction);
        await session.CommitAsync();
    }

    [Theory, EachDatabase]
    public async Task A_reading_session_cannot_write(Engine engine)
    {
        await using var city = await CreateAsync(engine);
        await using var session = await city.Database.ReadAsync();
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => InsertAsync(session, "x"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => session.CommitAsync());
    }

    [Theory, EachDatabase]
    public async Task A_reading_session_keeps_to_one_snapshot_and_blocks_no_writer(Engine engine)
    {
        await using var city = await CreateAsync(engine);
        await using var read = await city.Database.ReadAsync();
        Assert.Equal(0, await CountAsync(read));
        await WriteAsync(city, "later");
        Assert.Equal(0, await CountAsync(read));
        await using var fresh = await city.Database.ReadAsync();
        Assert.Equal(1, await CountAsync(fresh));
    }

    [Theory, EachDatabase]
    public async Task Many_writers_at_once_all_get_through(Engine engine)
    {
        await using var city = await CreateAsync(engine);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => WriteAsync(city, $"row {i}"))));
        Assert.Equal(50, (await NamesAsync(city)).Count);
    }

    [Theory, EachDatabase]
    public async Task Text_orders_by_bytes_on_every_engine(Engine engine)
    {
        await using var city = await CreateAsync(engine);
        foreach (var name in new[] { "b", "a", "B", "_", "é", "龘", "𠮷" }) await WriteAsync(city, name);
        Assert.Equal(["B", "_", "a", "b", "é", "龘", "𠮷"], await NamesAsync(city));
    }

    [Theory, EachDatabase]
    public async Task Records_are_read_from_expressions_also_when_there_is_no_row_or_no_value(Engine engine)
    {
        await using var city = await CreateAsync(engine);
        const string sql =
            "SELECT id + 1 AS id, max(born) OVER () AS first_born, count(*) OVER () AS how_many FROM sample_rows";
        await using (var empty = await city.Database.ReadAsync())
            Assert.Empty(await empty.Connection.QueryAsync<Derived>(sql, transaction: empty.Transaction));
        await WriteAsync(city, "a");
        await using var session = await city.Database.ReadAsync();
        Assert.Equal(
            [new Derived(2, null, 1)],
            await session.Connection.QueryAsync<Derived>(sql, transaction: session.Transaction));
    }

    private static Task<TestDatabase> CreateAsync(Engine engine) =>
        TestDatabase.CreateAsync(engine, typeof(SessionTests).Assembly);

    private static async Task WriteAsync(TestDatabase city, string name)
    {
        await using var session = await city.Database.WriteAsync();
        session.Audit(TestDatabase.AnyEntry);
        await InsertAsync(session, name);
        await session.CommitAsync();
    }

    private static Task InsertAsync(DbSession session, string name) => session.Connection.ExecuteAsync(
        "INSERT INTO sample_rows (name, active) VALUES (@name, @active)", new { name, active = true },
        session.Transaction);

    private static Task<long> CountAsync(DbSession session) => session.Connection.ExecuteScalarAsync<long>(
        "SELECT count(*) FROM sample_rows", transaction: session.Transaction);

    private static async Task<List<string>> NamesAsync(TestDatabase city)
    {
        await using var session = await city.Database.ReadAsync();
        return (await session.Connection.QueryAsync<string>(
            "SELECT name FROM sample_rows ORDER BY name", transaction: session.Transaction)).AsList();
    }

    private sealed record Plain(long Id, string Name, bool Active, DateTimeOffset? SeenAt, DateOnly? Born, int Small);

    private sealed record Derived(long Id, DateOnly? FirstBorn, int HowMany);
}

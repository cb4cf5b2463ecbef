using Dapper;
using Lingnan.Platform.Storage;
using Lingnan.Testing;

namespace Lingnan.Platform.Tests.Storage;

public sealed class SchemaRunnerTests
{
    private static readonly SchemaFile One = new(
        "Test.A", 1, "one", "CREATE TABLE test_one (id {serial}, name {text} NOT NULL);");
    private static readonly SchemaFile Two = new(
        "Test.A", 2, "two", "CREATE TABLE test_two (id BIGINT NOT NULL PRIMARY KEY);");

    [Theory, EachDatabase]
    public async Task Applies_each_file_once(Engine engine)
    {
        await using var city = await TestDatabase.CreateAsync(engine);
        Assert.Equal(1, await ApplyAsync(city, One));
        Assert.Equal(1, await ApplyAsync(city, One, Two));
        Assert.Equal(0, await ApplyAsync(city, One, Two));
    }

    [Theory, EachDatabase]
    public async Task Refuses_a_file_changed_after_it_was_applied_and_names_it(Engine engine)
    {
        await using var city = await TestDatabase.CreateAsync(engine);
        await ApplyAsync(city, One);
        var changed = One with { Sql = One.Sql + " -- harmless?" };
        var refusal = await Assert.ThrowsAsync<FaultException>(
            () => ApplyAsync(city, new SchemaFile(changed.Series, changed.Number, changed.Name, changed.Sql), Two));
        Assert.Equal(PlatformErrors.SchemaChanged("Test.A/0001-one.sql").ToString(), refusal.Error.ToString());
        Assert.False(await ExistsAsync(city, "test_two"));
    }

    [Theory, EachDatabase]
    public async Task An_older_program_refuses_a_newer_database(Engine engine)
    {
        await using var city = await TestDatabase.CreateAsync(engine);
        await ApplyAsync(city, One, Two);
        var refusal = await Assert.ThrowsAsync<FaultException>(() => ApplyAsync(city, One));
        Assert.Equal("platform.schema.newer", refusal.Error.Code);
        Assert.Equal("Test.A/0002-two.sql", refusal.Error.Args["file"]);
    }

    [Theory, EachDatabase]
    public async Task A_file_that_fails_leaves_nothing_and_can_be_run_again(Engine engine)
    {
        await using var city = await TestDatabase.CreateAsync(engine);
        var broken = new SchemaFile("Test.A", 2, "two", Two.Sql + " CREATE TABLE test_two (again BIGINT);");
        var refusal = await Assert.ThrowsAsync<FaultException>(() => ApplyAsync(city, One, broken));
        Assert.Equal("platform.schema.failed", refusal.Error.Code);
        Assert.True(await ExistsAsync(city, "test_one"));
        Assert.False(await ExistsAsync(city, "test_two"));
        Assert.Equal(1, await ApplyAsync(city, One, Two));
    }

    [Theory, EachDatabase]
    public async Task Two_programs_that_start_at_once_take_turns(Engine engine)
    {
        await using var city = await TestDatabase.CreateAsync(engine);
        await using var other = city.OpenAnother();
        var applied = await Task.WhenAll(
            Task.Run(() => ApplyAsync(city, One, Two)), Task.Run(() => ApplyAsync(other, One, Two)));
        Assert.Equal(2, applied.Sum());
    }

    [Fact]
    public void Line_ends_of_the_checkout_do_not_change_the_checksum()
    {
        var found = SchemaFile.Find([typeof(SchemaRunner).Assembly]);
        Assert.NotEmpty(found);
        Assert.All(found, f => Assert.DoesNotContain('\r', f.Sql));
    }

    private static Task<int> ApplyAsync(TestDatabase city, params SchemaFile[] files) =>
        city.Get<SchemaRunner>().ApplyAsync(
            [.. SchemaFile.Find([typeof(SchemaRunner).Assembly]), .. files], CancellationToken.None);

    private static async Task<bool> ExistsAsync(TestDatabase city, string table)
    {
        await using var session = await city.Database.ReadAsync();
        var sql = city.Database.Engine == Engine.Sqlite
            ? "SELECT count(*) FROM sqlite_schema WHERE name = @table"
            : "SELECT count(*) FROM pg_tables WHERE tablename = @table";
        return await session.Connection.ExecuteScalarAsync<long>(sql, new { table }, session.Transaction) > 0;
    }
}

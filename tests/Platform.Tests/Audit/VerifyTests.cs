using Lingnan.Platform.Storage;

namespace Lingnan.Platform.Tests.Audit;

public sealed class VerifyTests
{
    private static readonly string Chain = AuditCity.WriteChain;

    [Theory, EachDatabaseEntry]
    public async Task Names_a_changed_entry_whatever_the_column(Engine engine, string column, string value)
    {
        await using var city = await AuditCity.CreateAsync(engine);
        await city.WriteAsync(6);
        Assert.Empty(await city.DefectsAsync());
        await city.ForgeAsync($"UPDATE platform_audit SET {column} = {value} WHERE sequence = 3");
        Assert.Contains($"{Chain}/3 changed", await city.DefectsAsync());
    }

    [Theory, Testing.EachDatabase]
    public async Task Finds_nothing_in_a_log_that_is_whole(Engine engine)
    {
        await using var city = await AuditCity.CreateAsync(engine);
        await city.WriteAsync(5);
        await city.Log.AppendAsync(AuditCity.Entry("read"));
        await city.Checkpoints.MakeAsync(default);
        var verdict = await city.Log.VerifyAsync();
        Assert.Equal(6, verdict.Entries);
        Assert.Empty(verdict.Defects);
    }

    [Theory, Testing.EachDatabase]
    public async Task Names_a_removed_entry(Engine engine)
    {
        await using var city = await AuditCity.CreateAsync(engine);
        await city.WriteAsync(6);
        await city.ForgeAsync("DELETE FROM platform_audit WHERE sequence IN (1, 4)");
        Assert.Equal([$"{Chain}/1 removed", $"{Chain}/4 removed"], await city.DefectsAsync());
    }

    [Theory, Testing.EachDatabase]
    public async Task Names_the_removed_newest_entries(Engine engine)
    {
        await using var city = await AuditCity.CreateAsync(engine);
        await city.WriteAsync(6);
        await city.ForgeAsync("DELETE FROM platform_audit WHERE sequence > 4");
        Assert.Equal([$"{Chain}/5 removed", $"{Chain}/6 removed"], await city.DefectsAsync());
    }

    [Theory, Testing.EachDatabase]
    public async Task Names_the_removed_newest_entries_even_when_the_head_was_set_back(Engine engine)
    {
        await using var city = await AuditCity.CreateAsync(engine);
        await city.WriteAsync(6);
        Assert.True(await city.Checkpoints.MakeAsync(default));
        await city.ForgeAsync("DELETE FROM platform_audit WHERE sequence > 4");
        await city.ForgeAsync(
            "UPDATE platform_audit_heads SET sequence = 4, hash = (SELECT hash FROM platform_audit WHERE sequence = 4)");
        Assert.Equal([$"{Chain}/5 removed", $"{Chain}/6 removed"], await city.DefectsAsync());
    }

    [Theory, Testing.EachDatabase]
    public async Task Names_them_even_when_the_checkpoints_of_the_database_went_too(Engine engine)
    {
        await using var city = await AuditCity.CreateAsync(engine);
        await city.WriteAsync(6);
        await city.Checkpoints.MakeAsync(default);
        await city.ForgeAsync("DELETE FROM platform_audit");
        await city.ForgeAsync("DELETE FROM platform_audit_heads");
        await city.ForgeAsync("DELETE FROM platform_audit_checkpoints");
        var defects = await city.DefectsAsync();
        Assert.Contains("checkpoints/1 removed", defects);
        Assert.Contains($"{Chain}/6 removed", defects);
        Assert.Equal(7, defects.Count);
    }

    [Theory, Testing.EachDatabase(2, 3), Testing.EachDatabase(2, 5), Testing.EachDatabase(1, 6)]
    public async Task Names_swapped_entries(Engine engine, int one, int other)
    {
        await using var city = await AuditCity.CreateAsync(engine);
        await city.WriteAsync(6);
        await city.ForgeAsync($"UPDATE platform_audit SET sequence = -1 WHERE sequence = {one}");
        await city.ForgeAsync($"UPDATE platform_audit SET sequence = {one} WHERE sequence = {other}");
        await city.ForgeAsync($"UPDATE platform_audit SET sequence = {other} WHERE sequence = -1");
        var defects = await city.DefectsAsync();
        Assert.Contains($"{Chain}/{one} re-ordered", defects);
        Assert.Contains($"{Chain}/{other} re-ordered", defects);
        Assert.All(
            defects,
            d => Assert.True(d.EndsWith("re-ordered", StringComparison.Ordinal)
                || d.EndsWith("head", StringComparison.Ordinal), d));
    }

    [Theory, Testing.EachDatabase]
    public async Task Names_an_added_entry(Engine engine)
    {
        await using var city = await AuditCity.CreateAsync(engine);
        await city.WriteAsync(3);
        const string Rest =
            "entry_at, caller_id, caller_kind, caller_name, unit_name, action, object, subject_id, purpose, case_number, detail, hash";
        await city.ForgeAsync(
            $"INSERT INTO platform_audit (chain, sequence, {Rest}) SELECT chain, 4, {Rest} FROM platform_audit WHERE sequence = 3");
        await city.ForgeAsync(
            $"INSERT INTO platform_audit (chain, sequence, {Rest}) SELECT 'x', 1, {Rest} FROM platform_audit WHERE sequence = 3");
        Assert.Equal([$"{Chain}/4 added", "x/1 added"], await city.DefectsAsync());
    }

    [Theory, Testing.EachDatabase]
    public async Task Names_a_checkpoint_that_was_changed(Engine engine)
    {
        await using var city = await AuditCity.CreateAsync(engine);
        await city.WriteAsync(2);
        await city.Checkpoints.MakeAsync(default);
        Assert.False(await city.Checkpoints.MakeAsync(default));
        await city.ForgeAsync("UPDATE platform_audit_checkpoints SET made_at = made_at + 1");
        Assert.Equal(["checkpoints/1 changed"], await city.DefectsAsync());
    }

    [Theory, Testing.EachDatabase]
    public async Task Names_where_a_forger_hashed_everything_anew(Engine engine)
    {
        await using var city = await AuditCity.CreateAsync(engine);
        await city.WriteAsync(5);
        await city.Checkpoints.MakeAsync(default);
        await ForgeAllFrom(city, 3);
        Assert.Equal([$"{Chain}/5 changed"], await city.DefectsAsync());
    }

    private static async Task ForgeAllFrom(AuditCity city, long first)
    {
        await using var session = await city.Test.Database.WriteAsync();
        session.Unaudited("a forgery");
        var rows = new List<(Platform.Audit.AuditRow Row, byte[] Hash)>();
        await using (var command = session.Connection.CreateCommand())
        {
            command.Transaction = session.Transaction;
            command.CommandText =
                $"SELECT {Platform.Audit.AuditRow.Columns}, hash FROM platform_audit ORDER BY sequence";
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync()) rows.Add(Platform.Audit.AuditRow.Read(reader));
        }

        var before = rows[(int)first - 2].Hash;
        foreach (var (row, _) in rows.Skip((int)first - 1))
        {
            var texts = row.Texts.ToArray();
            texts[4] = "harmless";
            before = (row with { Texts = texts }).Hash(before);
            await Dapper.SqlMapper.ExecuteAsync(session.Connection,
                "UPDATE platform_audit SET action = 'harmless', hash = @before WHERE sequence = @Sequence",
                new { before, row.Sequence }, session.Transaction);
            await Dapper.SqlMapper.ExecuteAsync(session.Connection,
                "UPDATE platform_audit_heads SET hash = @before", new { before }, session.Transaction);
        }

        await session.CommitAsync();
    }
}

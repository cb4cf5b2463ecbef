using System.Text;
using CsCheck;
using Dapper;
using Lingnan.Platform.Sealing;
using Lingnan.Platform.Storage;
using Lingnan.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Platform.Tests.Sealing;

public sealed class SealingTests
{
    private const string Altered = "platform.sealing.altered";

    [Theory, EachDatabase]
    public async Task Opens_what_it_sealed_after_a_restart(Engine engine)
    {
        await using var city = await CreateAsync(engine);
        var sealedValue = (await WriteAsync(city, "p_1"))[0].Seal("phone", "𠮷13800138000");
        var again = Fresh(city);
        Assert.Equal("𠮷13800138000", (await ReadAsync(city, again, "p_1"))[0]!.Open("phone", sealedValue));
        Assert.DoesNotContain("138001", Encoding.Latin1.GetString(sealedValue), StringComparison.Ordinal);
        Assert.Equal(
            city.Services.GetRequiredService<ISealing>().BlindIndex("phone", "1"), again.BlindIndex("phone", "1"));
    }

    [Theory, EachDatabase]
    public async Task A_value_moved_to_another_field_or_person_does_not_open(Engine engine)
    {
        await using var city = await CreateAsync(engine);
        var keys = await WriteAsync(city, "p_1", "p_2");
        var sealedValue = keys[0].Seal("phone", "1");
        Assert.Equal(Altered, Assert.Throws<FaultException>(() => keys[0].Open("name", sealedValue)).Error.Code);
        Assert.Equal(Altered, Assert.Throws<FaultException>(() => keys[1].Open("phone", sealedValue)).Error.Code);
    }

    [Fact]
    public async Task Not_one_bit_may_change()
    {
        await using var city = await CreateAsync(Engine.Sqlite);
        var key = (await WriteAsync(city, "p_1"))[0];
        var sealedValue = key.Seal("phone", "13800138000");
        for (var bit = 0; bit < sealedValue.Length * 8; bit++)
        {
            var changed = (byte[])sealedValue.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<FaultException>(() => key.Open("phone", changed));
        }

        for (var length = 0; length < sealedValue.Length; length++)
            Assert.Throws<FaultException>(() => key.Open("phone", sealedValue.AsSpan(0, length)));
    }

    [Fact]
    public async Task Any_text_comes_back()
    {
        await using var city = await CreateAsync(Engine.Sqlite);
        var key = (await WriteAsync(city, "p_1"))[0];
        Gen.String[Gen.Char['\0', '\uD7FF']].Sample(text => key.Open("f", key.Seal("f", text)) == text);
    }

    [Theory, EachDatabase]
    public async Task A_wrapped_key_moved_to_another_person_does_not_open(Engine engine)
    {
        await using var city = await CreateAsync(engine);
        await WriteAsync(city, "p_1", "p_2");
        await ForgeAsync(
            city,
            "UPDATE platform_subject_keys SET wrapped = (SELECT wrapped FROM platform_subject_keys WHERE subject_id = 'p_2')");
        var fault = await Assert.ThrowsAsync<FaultException>(() => ReadAsync(city, Fresh(city), "p_1"));
        Assert.Equal(Altered, fault.Error.Code);
    }

    [Theory, EachDatabase]
    public async Task A_destroyed_key_is_gone_for_every_process_and_none_is_made_again(Engine engine)
    {
        await using var city = await CreateAsync(engine);
        var other = Fresh(city);
        await WriteAsync(city, "p_1", "p_2");
        Assert.NotNull((await ReadAsync(city, other, "p_1"))[0]);
        await using (var session = await city.Database.WriteAsync())
        {
            await city.Services.GetRequiredService<ISealing>().DestroyAsync(session, "p_1");
            await city.Services.GetRequiredService<ISealing>().DestroyAsync(session, "p_never");
            session.Audit(TestDatabase.AnyEntry);
            await session.CommitAsync();
        }

        var keys = await ReadAsync(city, other, "p_1", "p_2", "p_never", "p_unknown");
        Assert.Equal([true, false, true, true], keys.Select(k => k is null));
        var fault = await Assert.ThrowsAsync<FaultException>(() => WriteAsync(city, "p_never"));
        Assert.Equal("platform.sealing.subject.gone", fault.Error.Code);
        await using var read = await city.Database.ReadAsync();
        var wrapped = await read.Connection.ExecuteScalarAsync<byte[]>(
            "SELECT wrapped FROM platform_subject_keys WHERE subject_id = 'p_1'", transaction: read.Transaction);
        Assert.Equal(new byte[61], wrapped);
    }

    [Theory, EachDatabase]
    public async Task Thousands_of_keys_come_in_the_order_asked_for(Engine engine)
    {
        await using var city = await CreateAsync(engine);
        var ids = Enumerable.Range(0, 3_000).Select(i => $"p_{i * 7919 % 2_500}").ToArray();
        var keys = await WriteAsync(city, ids);
        Assert.Equal(ids, keys.Select(k => k.SubjectId));
        var sealedValue = keys[2_999].Seal("f", "v");
        Assert.Equal("v", (await ReadAsync(city, Fresh(city), ids))[2_999]!.Open("f", sealedValue));
    }

    [Theory, EachDatabase]
    public async Task Sessions_that_make_the_same_keys_at_once_agree(Engine engine)
    {
        await using var city = await CreateAsync(engine);
        await city.Services.PrepareSealingAsync();
        var ids = Enumerable.Range(0, 50).Select(i => $"p_{i}").ToArray();
        var made = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(n => Task.Run(() => WriteAsync(city, n % 2 == 0 ? ids : [.. ids.Reverse()]))));
        var sealedValue = made[0].Single(k => k.SubjectId == "p_7").Seal("f", "v");
        Assert.All(made, keys => Assert.Equal("v", keys.Single(k => k.SubjectId == "p_7").Open("f", sealedValue)));
    }

    [Theory, EachDatabase]
    public async Task A_lost_city_key_is_told_and_no_new_one_is_made(Engine engine)
    {
        await using var city = await CreateAsync(engine);
        await WriteAsync(city, "p_1");
        var path = city.Services.GetRequiredService<CityKeyFile>().Path;
        File.Delete(path);
        var fault = await Assert.ThrowsAsync<FaultException>(() => Door(city).PrepareAsync(default));
        Assert.Equal("platform.sealing.city-key-lost", fault.Error.Code);
        Assert.Equal(
            "platform.sealing.city-key-lost",
            Assert.Throws<FaultException>(() => Fresh(city).BlindIndex("f", "v")).Error.Code);
        Assert.False(File.Exists(path));
    }

    [Theory, EachDatabase]
    public async Task A_wrong_or_malformed_city_key_is_told(Engine engine)
    {
        await using var city = await CreateAsync(engine);
        await WriteAsync(city, "p_1");
        var path = city.Services.GetRequiredService<CityKeyFile>().Path;
        await File.WriteAllTextAsync(path, Convert.ToBase64String(new byte[32]));
        Assert.Equal(
            "platform.sealing.city-key-wrong",
            (await Assert.ThrowsAsync<FaultException>(() => Door(city).PrepareAsync(default))).Error.Code);
        await File.WriteAllTextAsync(path, "not a key");
        Assert.Equal(
            "platform.sealing.city-key-malformed",
            (await Assert.ThrowsAsync<FaultException>(() => Door(city).PrepareAsync(default))).Error.Code);
    }

    [Fact]
    public async Task The_key_file_is_for_the_city_alone()
    {
        await using var city = await CreateAsync(Engine.Sqlite);
        await city.Services.PrepareSealingAsync();
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            File.GetUnixFileMode(city.Services.GetRequiredService<CityKeyFile>().Path));
    }

    [Fact]
    public async Task Blind_indexes_differ_by_field_and_by_city()
    {
        await using var city = await CreateAsync(Engine.Sqlite);
        await using var other = await CreateAsync(Engine.Sqlite);
        var sealing = city.Services.GetRequiredService<ISealing>();
        Assert.Equal(sealing.BlindIndex("id", "1"), sealing.BlindIndex("id", "1"));
        Assert.NotEqual(sealing.BlindIndex("id", "1"), sealing.BlindIndex("id", "2"));
        Assert.NotEqual(sealing.BlindIndex("id", "1"), sealing.BlindIndex("phone", "1"));
        Assert.NotEqual(
            sealing.BlindIndex("id", "1"), other.Services.GetRequiredService<ISealing>().BlindIndex("id", "1"));
    }

    private static Task<TestDatabase> CreateAsync(Engine engine) =>
        TestDatabase.CreateAsync(engine, services => services.AddLingnanSealing());

    private static CityKeyDoor Door(TestDatabase city) => new(city.Database, new CityKeyFile(city.Options));

    /// <summary>What another process, or this one after a restart, would have.</summary>
    private static SubjectKeys Fresh(TestDatabase city) => new(Door(city), TimeProvider.System);

    private static async Task<IReadOnlyList<SubjectKey>> WriteAsync(TestDatabase city, params string[] ids)
    {
        await using var session = await city.Database.WriteAsync();
        var keys = await city.Services.GetRequiredService<ISealing>().KeysForWriteAsync(session, ids);
        session.Audit(TestDatabase.AnyEntry);
        await session.CommitAsync();
        return keys;
    }

    private static async Task<IReadOnlyList<SubjectKey?>> ReadAsync(
        TestDatabase city, SubjectKeys sealing, params string[] ids)
    {
        await using var session = await city.Database.ReadAsync();
        return await sealing.KeysForReadAsync(session, ids);
    }

    private static async Task ForgeAsync(TestDatabase city, string sql)
    {
        await using var session = await city.Database.WriteAsync();
        session.Unaudited("a forgery");
        await session.Connection.ExecuteAsync(sql, transaction: session.Transaction);
        await session.CommitAsync();
    }
}

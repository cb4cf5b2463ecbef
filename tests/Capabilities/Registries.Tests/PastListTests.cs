using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Testing;

namespace Lingnan.Registries.Tests;

public sealed class PastListTests
{
    [Theory, EachDatabase]
    public async Task A_list_is_read_as_it_was_known_and_as_it_stood(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var first = await city.PutAsync(Declared.Divisions, new { code = "441900003", name = "甲" });
        city.Time.Advance(TimeSpan.FromHours(1));
        var known = city.Time.GetUtcNow();
        city.Time.Advance(TimeSpan.FromHours(1));
        await city.PutAsync(Declared.Divisions, new { code = "441900003", name = "乙" }, first);
        await city.PutAsync(Declared.Divisions, new { code = "441900004", name = "丙" });
        Assert.Equal("乙,丙", await NamesAsync(null));
        Assert.Equal("甲", await NamesAsync(new(known, null)));
        Assert.Equal("乙,丙", await NamesAsync(new(city.Time.GetUtcNow(), null)));
        Assert.Equal("", await NamesAsync(new(known.AddDays(-1), null)));
        Assert.Equal("甲", await NamesAsync(new(known, null), "name = '甲'"));
        Assert.Equal("", await NamesAsync(new(known, null), "name = '乙'"));

        // From April on it has another name; the day decides.
        (await city.Registers.UpsertAsync(Declared.Divisions, new RecordWrite(
            first, new Dictionary<string, string?> { ["name"] = "丁" }, null, null)
        {
            Effective = new(new DateOnly(2026, 4, 1), null),
        }, RegisterCity.Root)).Value.ToString();
        Assert.Equal("乙,丙", await NamesAsync(new(null, new DateOnly(2026, 3, 31))));
        Assert.Equal("丁,丙", await NamesAsync(new(null, new DateOnly(2026, 4, 1))));

        // Page by page: each row once.
        var query = new RecordQuery { Limit = 1, AsOf = new(null, new DateOnly(2026, 4, 1)) };
        var one = (await city.Registers.ListAsync(Declared.Divisions, query, RegisterCity.Root, null)).Value;
        var two = (await city.Registers.ListAsync(
            Declared.Divisions, query with { Cursor = one.Next }, RegisterCity.Root, null)).Value;
        Assert.Equal(["丁", "丙"], one.Items.Concat(two.Items).Select(r => r.Values["name"]));

        // What was is not open to everyone, and takes the reach of the row as it stands.
        var stranger = await city.Registers.ListAsync(
            Declared.Divisions, new RecordQuery { AsOf = new(known, null) }, Platform.Permissions.Caller.Nobody, null);
        Assert.Equal("registries.read.forbidden", stranger.Error?.Code);
        var near = RegisterCity.Officer((RegistriesPermissions.Read, "441900003"));
        Assert.Equal("甲", await NamesAsync(new(known, null), caller: near));
        var far = RegisterCity.Officer((RegistriesPermissions.Read, "441900004"));
        Assert.Equal("", await NamesAsync(new(known, null), caller: far));

        async Task<string> NamesAsync(AsOf? asOf, string? where = null, Platform.Permissions.Caller? caller = null) =>
            string.Join(",", (await city.Registers.ListAsync(
                Declared.Divisions, new RecordQuery { AsOf = asOf, Where = where }, caller ?? RegisterCity.Root, null))
                .Value.Items.Select(r => r.Values["name"]));
    }
}

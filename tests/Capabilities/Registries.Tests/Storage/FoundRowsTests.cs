using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Testing;
using static Lingnan.Registries.Contracts.RegistriesPermissions;

namespace Lingnan.Registries.Tests.Storage;

public class FoundRowsTests
{
    private const string Town = "441900003";
    private const string Other = "442000100";
    private const int Persons = 12, Readers = 600;

    // Readers with different rights ask for the same few rows at once, so that rows travel for several of them.
    [Theory, EachDatabase]
    public async Task Readers_who_come_together_each_see_what_they_may(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var ids = new List<string>();
        for (var i = 0; i < Persons; i++)
            ids.Add(await city.PutAsync(
                Declared.People, new { number = Declared.Number(i + 1), name = $"张小{i}", region = Town }));
        city.Audit.Clear();
        var trusted = RegisterCity.Officer((Read, Town), (Unmask, Town));
        var asked = Enumerable.Range(0, Readers).Select(async n =>
        {
            var id = n % 7 == 6 ? "p_00000000000000000000000000" : ids[n % Persons];
            var (caller, unmask, expected) = (n % 5) switch
            {
                0 => (trusted, true, "whole"),
                1 => (trusted, false, "masked"),
                2 => (RegisterCity.Officer((Read, Other)), false, "registries.reach.forbidden"),
                3 => (RegisterCity.Citizen(ids[n % Persons]), false, "whole"),
                _ => (RegisterCity.Officer((Read, Town), (Unmask, Other)), true, "masked"),
            };
            var got = await city.Registers.GetAsync(
                Declared.People, id, unmask, caller, unmask ? RegisterCity.Purpose : null);
            return (n, id, Expected: n % 7 == 6 ? "registries.row.not-found" : expected, Seen: Seen(got, id));
        });
        var seen = await Task.WhenAll(asked);
        Assert.All(seen, s => Assert.Equal((s.n, s.Expected), (s.n, s.Seen)));
        Assert.Equal(
            seen.Where(s => s.Seen == "whole").Select(s => $"test:person/{s.id}").Order(StringComparer.Ordinal),
            city.Audit.Entries.Select(e => e.Object).Order(StringComparer.Ordinal));
    }

    // The same few rows at different times, so that a trip carries rows and one row at several times.
    [Theory, EachDatabase]
    public async Task Readers_of_other_times_who_come_together_each_see_theirs(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var (ids, before) = (new List<string>(), city.Time.GetUtcNow().AddHours(-1));
        for (var i = 0; i < 3; i++)
            ids.Add(await city.PutAsync(
                Declared.People, new { number = Declared.Number(i + 1), name = "张小", height = "100", region = Town }));
        var times = new List<DateTimeOffset> { city.Time.GetUtcNow() };
        for (var version = 1; version < 6; version++)
        {
            city.Time.Advance(TimeSpan.FromHours(1));
            times.Add(city.Time.GetUtcNow());
            foreach (var id in ids)
                await city.PutAsync(Declared.People, new { height = $"{100 + version}" }, id, "更正");
        }
        var reader = RegisterCity.Officer((Read, Town));
        var seen = await Task.WhenAll(Enumerable.Range(0, Readers).Select(async n =>
        {
            var at = n % 7 == 6 ? before : times[n % times.Count];
            var got = await city.Registers.GetAsOfAsync(
                Declared.People, ids[n % 3], new AsOf(at, null), false,
                n % 4 == 3 ? RegisterCity.Officer((Read, Other)) : reader, null);
            var expected = n % 4 == 3 ? "registries.reach.forbidden" : n % 7 == 6 ? "registries.row.not-then"
                : $"{ids[n % 3]} {100 + (n % times.Count)}";
            var read = got.IsOk ? $"{got.Value.Id} {got.Value.Values["height"]:0}" : got.Error.Code;
            return (n, Expected: expected, Seen: read);
        }));
        Assert.All(seen, s => Assert.Equal((s.n, s.Expected), (s.n, s.Seen)));
    }

    private static string Seen(Kernel.Result<Contracts.Record> got, string id)
    {
        if (!got.IsOk) return got.Error.Code;
        Assert.Equal(id, got.Value.Id);
        return (string?)got.Value.Values["number"] switch
        {
            null => "unreadable",
            var number when number.Contains('*') => "masked",
            _ => "whole",
        };
    }
}

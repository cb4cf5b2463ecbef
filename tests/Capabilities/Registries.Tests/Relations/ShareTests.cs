using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Testing;

namespace Lingnan.Registries.Tests.Relations;

public sealed class ShareTests
{
    [Theory, EachDatabase]
    public async Task Shares_are_followed_through_chains_and_self_owners_to_the_ultimate_holders(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine, Related.Packs);
        var (top, middle, low) = (await FirmAsync(city, "甲"), await FirmAsync(city, "乙"), await FirmAsync(city, "丙"));
        var person = await city.PutAsync(Related.People, new { name = "王伟", region = "441900003" });
        await city.PutAsync(Related.Shares, new { name = "1", firm = low, holder = middle, share = "60" });
        await city.PutAsync(Related.Shares, new { name = "外资公司", firm = low, share = "30" });
        await city.PutAsync(Related.Shares, new { name = "3", firm = middle, holder = top, share = "50" });
        // It holds a fifth of itself, which is its other holders' in the end.
        await city.PutAsync(Related.Shares, new { name = "4", firm = middle, holder = middle, share = "20" });
        await city.PutAsync(Related.Shares, new { name = "5", firm = middle, owner = person, share = "30" });

        var answer = await SharesAsync(city, low, RegisterCity.Root, whole: true);
        Assert.Equal(
            [("乙", 60m, 60m, false, true), ("甲", 37.5m, 0m, true, false), ("外资公司", 30m, 30m, true, false),
                ("王伟", 22.5m, 0m, true, false)],
            answer.Holdings.Select(h => (h.Title, h.Share, h.Direct ?? 0, h.IsUltimate, h.Cycle)));
        Assert.Equal((0m, 10m, 0m, 0m), (answer.Hidden, answer.Unknown, answer.Circular, answer.Cut));
        var clerk = RegisterCity.Officer((RegistriesPermissions.Read, ""));
        var masked = await SharesAsync(city, low, clerk, whole: false);
        Assert.Equal(22.5m, masked.Hidden);
        Assert.DoesNotContain(masked.Holdings, h => h.Id == person);
    }

    [Theory, EachDatabase]
    public async Task Firms_that_hold_only_one_another_are_told_as_a_circle(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine, Related.Packs);
        var (a, b) = (await FirmAsync(city, "甲"), await FirmAsync(city, "乙"));
        await city.PutAsync(Related.Shares, new { name = "1", firm = a, holder = b, share = "100" });
        await city.PutAsync(Related.Shares, new { name = "2", firm = b, holder = a, share = "100" });
        var answer = await SharesAsync(city, a, RegisterCity.Root, whole: false);
        Assert.Equal(100m, answer.Circular);
        Assert.Equal("乙", Assert.Single(answer.Holdings).Title);
    }

    private static Task<string> FirmAsync(RegisterCity city, string name) => city.PutAsync(Related.Firms, new { name });

    private static async Task<ShareAnswer> SharesAsync(RegisterCity city, string firm, Caller caller, bool whole) =>
        (await city.Relations().SharesAsync(
            Related.Firms, firm,
            new() { Unmask = whole, Purpose = whole ? RegisterCity.Purpose : null }, caller)).Value;
}

using System.Net;
using Lingnan.Testing;

namespace Lingnan.EndToEnd.Tests;

/// <summary>A production start: no demo, one administrator by a one-time link.</summary>
public sealed class ProductionTests
{
    [Fact]
    public async Task Makes_an_administrator_by_a_link_that_works_once_and_shows_no_demo()
    {
        await using var city = await RunningCity.StartAsync(preset: "none");
        Assert.Contains("/set-password?token=", city.Output);
        using var nobody = city.Nobody();
        Assert.DoesNotContain("/demo/", await nobody.GetStringAsync("/"));
        var demo = await nobody.PostAsync("/demo/sign-in?as=administrator", null);
        Assert.NotEqual(HttpStatusCode.Redirect, demo.StatusCode);
    }

    [Fact]
    public async Task Refuses_to_serve_a_demo_city_as_a_real_one()
    {
        var folder = Directory.CreateTempSubdirectory("lingnan-production-").FullName;
        try
        {
            await (await RunningCity.StartAsync("hamlet", folder)).DisposeAsync();
            var (code, output) = await RunningCity.RunAsync(
                "up", "--preset", "none", "--data", folder, "--urls", "http://127.0.0.1:0");
            Assert.Equal(1, code);
            Assert.Contains("identity.demo-data-in-production", output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Ends_in_good_order_when_asked()
    {
        await using var city = await RunningCity.StartAsync();
        Assert.Equal(0, await city.StopAsync());
    }
}

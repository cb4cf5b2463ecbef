using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lingnan.Identity.Contracts;
using Lingnan.Platform.Storage;
using Lingnan.Testing;

namespace Lingnan.Identity.Tests;

/// <summary>An account follows the person record it belongs to.</summary>
public class MovedPersonTests
{
    private const string Password = "kapok-bridge-lamp";

    [Theory, EachDatabase]
    public async Task Goes_with_a_merged_record_and_comes_back_when_it_is_parted(Engine engine)
    {
        await using var city = await IdentityCity.StartAsync(engine);
        await SignUpAsync(city);
        await MoveAsync(city, (a, s) => a.MoveAsync(s, "mg_1", "p_2", "p_9", default));
        Assert.Equal("p_9", await PersonAsync(city));
        await MoveAsync(city, (a, s) => a.MoveBackAsync(s, "mg_1", default));
        Assert.Equal("p_2", await PersonAsync(city));
    }

    [Theory, EachDatabase]
    public async Task Stays_where_the_other_record_has_an_account_and_where_it_moved_on(Engine engine)
    {
        await using var city = await IdentityCity.StartAsync(engine);
        await SignUpAsync(city);
        await MoveAsync(city, (a, s) => a.MoveAsync(s, "mg_1", "p_2", "p_1", default));
        Assert.Equal("p_2", await PersonAsync(city));
        await MoveAsync(city, (a, s) => a.MoveAsync(s, "mg_2", "p_2", "p_9", default));
        await MoveAsync(city, (a, s) => a.MoveAsync(s, "mg_3", "p_9", "p_8", default));
        await MoveAsync(city, (a, s) => a.MoveBackAsync(s, "mg_2", default));
        Assert.Equal("p_8", await PersonAsync(city));
    }

    private static async Task MoveAsync(IdentityCity city, Func<IPersonAccounts, DbSession, Task> move)
    {
        await using var session = await city.Get<IDatabase>().WriteAsync();
        session.Unaudited("test");
        await move(city.Get<IPersonAccounts>(), session);
        await session.CommitAsync();
    }

    private static async Task SignUpAsync(IdentityCity city)
    {
        using var client = city.Nobody();
        using var made = await client.PostAsJsonAsync(
            "/api/identity/sign-up",
            new
            {
                residentId = TownRegister.Neighbour.Number, name = TownRegister.Neighbour.Name,
                mobile = "13812345678", password = Password,
            });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
    }

    private static async Task<string?> PersonAsync(IdentityCity city)
    {
        using var citizen = city.With(await city.SignInAsync(TownRegister.Neighbour.Number, Password));
        return (await citizen.GetFromJsonAsync<JsonElement>("/api/identity/me")).GetProperty("personId").GetString();
    }
}

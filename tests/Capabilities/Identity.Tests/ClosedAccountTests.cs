using System.Net;
using System.Net.Http.Json;
using Dapper;
using Lingnan.Identity.Contracts;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Testing;

namespace Lingnan.Identity.Tests;

/// <summary>With an erased person goes their account.</summary>
public class ClosedAccountTests
{
    private const string Password = "kapok-bridge-lamp", Mobile = "13812345678";

    [Theory, EachDatabase]
    public async Task Ends_sessions_forgets_the_person_and_tells_who_knows_the_password(Engine engine)
    {
        await using var city = await IdentityCity.StartAsync(engine);
        using var nobody = city.Nobody();
        using var made = await nobody.PostAsJsonAsync(
            "/api/identity/sign-up",
            new
            {
                residentId = TownRegister.Neighbour.Number, name = TownRegister.Neighbour.Name, mobile = Mobile,
                password = Password,
            });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        using var citizen = city.With(await city.SignInAsync(TownRegister.Neighbour.Number, Password));
        using var before = await citizen.GetAsync("/api/identity/me");
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);

        await CloseAsync(city, "p_2");
        city.Time.Advance(IdentityLimits.SessionCache + TimeSpan.FromSeconds(1));
        using var after = await citizen.GetAsync("/api/identity/me");
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
        Assert.Equal(
            ["identity.sign-in.account-closed.gone", "identity.sign-in.account-closed.gone"],
            [
                await RefusedAsync(city, TownRegister.Neighbour.Number, Password),
                await RefusedAsync(city, Mobile, Password),
            ]);
        Assert.Equal("identity.sign-in.refused", await RefusedAsync(city, TownRegister.Neighbour.Number, "wrong"));
        Assert.Equal("", await TracesAsync(city));
        var log = await city.Get<IAuditLog>()
            .ReadAsync(new AuditQuery { ActionPrefix = "identity.account-closed", Limit = 10 });
        Assert.Equal("p_2", Assert.Single(log.Items).SubjectId);

        city.Time.Advance(IdentityLimits.ClosedAccountsTold);
        Assert.Equal("identity.sign-in.refused", await RefusedAsync(city, TownRegister.Neighbour.Number, Password));
    }

    private static async Task<string?> RefusedAsync(IdentityCity city, string userName, string password)
    {
        var answer = await city.Get<ISessions>().SignInAsync(userName, password, "test", null);
        Assert.False(answer.IsOk);
        return answer.Error.Code;
    }

    private static async Task CloseAsync(IdentityCity city, string person)
    {
        await using var session = await city.Get<IDatabase>().WriteAsync();
        await city.Get<IPersonAccounts>().CloseAsync(session, person, Caller.System("test"), default);
        await session.CommitAsync();
    }

    private static async Task<string> TracesAsync(IdentityCity city)
    {
        await using var session = await city.Get<IDatabase>().ReadAsync();
        var row = await session.Connection.QuerySingleAsync(
            "SELECT * FROM identity_accounts WHERE kind = @kind AND removed_at IS NOT NULL",
            new { kind = (int)CallerKind.Citizen }, session.Transaction);
        var left = (IDictionary<string, object?>)row;
        string[] empty =
        [
            "user_name", "resident_index", "resident_masked", "mobile_index", "mobile_masked", "person_id",
            "password_hash", "last_sign_in_at",
        ];
        return string.Join(", ", empty.Where(c => left[c] is not null))
            + (Equals(left["display_name"], left["id"]) ? "" : " display_name");
    }
}

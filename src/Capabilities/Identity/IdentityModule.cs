using Lingnan.Identity.Contracts;
using Lingnan.Identity.Endpoints;
using Lingnan.Identity.Features;
using Lingnan.Identity.Passwords;
using Lingnan.Identity.Sessions;
using Lingnan.Identity.Storage;
using Lingnan.Platform;
using Lingnan.Platform.Permissions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Lingnan.Identity;

/// <summary>Accounts of officers and citizens, the organisation, roles with their reach, sign-in and
/// sessions.</summary>
public sealed class IdentityModule : ICapability
{
    /// <inheritdoc />
    public string Name => "identity";

    /// <inheritdoc />
    public IReadOnlyList<Permission> Permissions => IdentityPermissions.All;

    /// <inheritdoc />
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddHttpContextAccessor();
        services.AddAuthentication(LingnanAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, LingnanAuthentication>(LingnanAuthentication.SchemeName, null);
        services.AddScoped<ICallerSource, CurrentCaller>();

        services.AddSingleton<IAccounts, Accounts>();
        services.AddSingleton<ISessions, SignedInSessions>();
        services.AddSingleton<IOrganizations, ChangeUnits>();
        services.AddSingleton<IOfficers, Colleagues>();
        services.AddSingleton<IDemoSeeder, DemoSeeder>();
        services.AddSingleton<IFirstStart, FirstStart>();
        services.AddSingleton<ClosePersonAccounts>();
        services.AddSingleton<IPersonAccounts, MovePersonAccounts>();

        services.AddSingleton<SessionStore>();
        services.AddSingleton<SessionTouches>();
        services.AddHostedService(s => s.GetRequiredService<SessionTouches>());
        services.AddSingleton<PasswordQueue>();
        services.AddHostedService(s => s.GetRequiredService<PasswordQueue>());
        services.Configure<PasswordHasherOptions>(o => o.IterationCount = IdentityLimits.HashIterations);
        services.TryAddSingleton<IPasswordHasher<PasswordVault>, PasswordHasher<PasswordVault>>();
        services.AddSingleton<PasswordVault>();
        services.AddSingleton<CitizenIndex>();
        services.AddSingleton<DemoAccounts>();
        AddFeatures(services);
    }

    /// <inheritdoc />
    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api/identity").WithTags("identity");
        TokenEndpoints.Map(api);
        OwnEndpoints.Map(api);
        AccountEndpoints.Map(api);
        UnitEndpoints.Map(api);
    }

    private static void AddFeatures(IServiceCollection services) => services
        .AddSingleton<CheckPassword>()
        .AddSingleton<OpenSession>()
        .AddSingleton<SignIn>()
        .AddSingleton<EndSessions>()
        .AddSingleton<SetPassword>()
        .AddSingleton<SignUpBrake>()
        .AddSingleton<SignUp>()
        .AddSingleton<ListAccounts>()
        .AddSingleton<CreateOfficer>()
        .AddSingleton<GivePosts>()
        .AddSingleton<SuspendAccount>()
        .AddSingleton<ResetPassword>()
        .AddSingleton<RemoveAccount>()
        .AddSingleton<ConfirmCitizen>();
}

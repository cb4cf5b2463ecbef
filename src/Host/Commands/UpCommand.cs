using System.CommandLine;
using System.Net.Sockets;
using Lingnan.Cities;
using Lingnan.Host.City;
using Lingnan.Host.Seeding;
using Lingnan.Identity.Contracts;
using Lingnan.Kernel;
using Lingnan.PackKit;
using Lingnan.Platform;
using Lingnan.Platform.Operations;

namespace Lingnan.Host.Commands;

/// <summary><c>up</c>: migrates, seeds, starts and tells where to look.</summary>
internal static class UpCommand
{
    private const string DefaultUrl = "http://127.0.0.1:5080";

    private sealed record Asked(CityOptions City, string Urls, double Dirty, IReadOnlyList<string> Registers);

    public static Command Create()
    {
        var command = new Command("up", "Start a city: migrate, seed the preset, serve.");
        var city = new CityArguments().AddTo(command);
        var urls = new Option<string>("--urls")
        {
            Description = "Addresses to listen on.", DefaultValueFactory = _ => DefaultUrl,
        };
        var dirty = new Option<double>("--dirty")
        {
            Description =
                "Share of broken rows strewn into a preset's file of persons, 0 to 0.5; they are refused and reported.",
            DefaultValueFactory = _ => 0.01,
        };
        var registers = new Option<string[]>("--registers")
        {
            Description =
                "Registers of a preset to fill (PACK:TABLE), also in a city that stands; all of them when absent.",
            AllowMultipleArgumentsPerToken = true,
        };
        command.Options.Add(registers);
        command.Options.Add(urls);
        command.Options.Add(dirty);
        command.SetAction((parsed, cancellationToken) => Faults.TellAsync(() =>
            RunAsync(new Asked(
                city.Read(parsed), parsed.GetValue(urls)!, parsed.GetValue(dirty), parsed.GetValue(registers) ?? []),
            cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(Asked asked, CancellationToken cancellationToken)
    {
        if (asked.City.Preset is { } name && Preset.Find(name) is null) return Faults.Tell(Seeder.UnknownPreset(name));
        if (CheckedPacks.Load(asked.City) is not { } packs) return Faults.Tell(new Error("host.packs-faulty"));
        Directory.CreateDirectory(asked.City.DataFolder);
        while (true)
        {
            var held = CityLock.TryAcquire(asked.City.DataFolder, TimeProvider.System);
            if (!held.IsOk) return Faults.Tell(held.Error);
            using var cityLock = held.Value;
            var database = await DatabaseLock.TryAcquireAsync(asked.City, cancellationToken);
            if (!database.IsOk) return Faults.Tell(database.Error);
            await using var databaseLock = database.Value;
            var (code, address) = await ServeAsync(asked, packs, cityLock, cancellationToken);
            if (address is null) return code;
            // A free port was chosen once; whoever waits for the new city waits there.
            asked = asked with { Urls = address };
            DemoFolder.Empty(asked.City.DataFolder);
        }
    }

    private static async Task<(int Code, string? StartOverAt)> ServeAsync(
        Asked asked, PackSet packs, CityLock cityLock, CancellationToken cancellationToken)
    {
        if (TakenAddress.Find(asked.Urls) is { } taken)
            return (Faults.Tell(Error.Of("host.address-taken", ("url", taken))), null);
        await using var app = CityHost.Build(asked.City, packs, asked.Urls);
        await CityHost.PrepareAsync(app.Services, cancellationToken);
        var administrator = await FirstAsync(app.Services, asked.City, cancellationToken);
        if (!administrator.IsOk) return (Faults.Tell(administrator.Error), null);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException fault) when (
            fault.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException or SocketException)
        {
            return (Faults.Tell(Error.Of("host.address-taken", ("url", asked.Urls))), null);
        }
        var url = app.Urls.First();
        var addresses = string.Join(';', app.Urls);
        app.Services.GetRequiredService<LocalToken>().Publish();
        cityLock.Announce(url);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken, app.Lifetime.ApplicationStopping);
        if (asked.City.IsDemo)
            await app.Services.GetRequiredService<Seeder>().SeedAsync(asked.Dirty, asked.Registers, stopping.Token);
        Welcome.Print(url, asked.City, app.Services.GetRequiredService<ISessions>().DemoAccounts, administrator.Value);
        await app.WaitForShutdownAsync(cancellationToken);
        return (0, app.Services.GetRequiredService<DemoReset>().IsAsked ? addresses : null);
    }

    private static Task<Result<string?>> FirstAsync(
        IServiceProvider services, CityOptions options, CancellationToken cancellationToken) =>
        options.IsDemo
            ? Task.FromResult(Result<string?>.Ok(null))
            : services.GetRequiredService<IFirstStart>().EnsureAdministratorLinkAsync(cancellationToken);
}

using Lingnan.Cities;
using Lingnan.Identity.Contracts;
using Lingnan.Kernel;
using Lingnan.Platform;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Permissions;
using Lingnan.Registries.Contracts;

namespace Lingnan.Host.Seeding;

/// <summary>
/// Fills a demo city by the way that officers fill a real one: files go through the import. Each step is done once;
/// after a kill the import goes on from its checkpoint and the steps after it follow.
/// </summary>
internal sealed class Seeder(
    CityOptions options, SeedLedger ledger, IImports imports, IRegisters registers, IDemoSeeder accounts,
    TimeProvider time)
{
    private const string AccountsStep = "accounts";
    private static readonly Caller Seeding = Caller.System("演示数据");
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Seeds what is not seeded yet: the registers named, also in a city that stands already; all of them in
    /// a new city where none is named.</summary>
    public async Task SeedAsync(
        double dirtyShare, IReadOnlyList<string> only, CancellationToken cancellationToken)
    {
        var preset = Preset.Find(options.Preset!) ?? throw new FaultException(UnknownPreset(options.Preset!));
        var stands = await ledger.FindAsync(AccountsStep, cancellationToken) is { FinishedAt: not null };
        if (stands && only.Count == 0) return;
        var city = new Cities.City(preset);
        await SeedProgress.Show(async tell =>
        {
            var files = new CityFiles(city, Math.Clamp(dirtyShare, 0, 0.5)).All;
            if (only.FirstOrDefault(o => files.All(f => f.Register != o)) is { } unknown)
                throw new FaultException(UnknownRegister(unknown, files.Select(f => f.Register)));
            foreach (var (register, write) in files.Where(f => only.Count == 0 || only.Contains(f.Register)))
                await FillAsync(new(register, register, null, write), tell, cancellationToken);
            foreach (var (register, source, write) in new CityFiles(city, 0).OfSources)
                if (only.Count == 0 && registers.All.FirstOrDefault(r => r.Name == register)?.Sources?.Find(source)
                    is not null)
                    await FillAsync(
                        new($"{register}@{source}", register, source, write), tell, cancellationToken);
            if (!stands) await MakeAccountsAsync(city, preset, cancellationToken);
        });
    }

    /// <summary>The error of a name that is no preset.</summary>
    public static Error UnknownPreset(string name) =>
        Error.Of("host.preset-unknown", ("name", name), ("known", string.Join(", ", Preset.All.Select(p => p.Id))));

    private static Error UnknownRegister(string name, IEnumerable<string> known) =>
        Error.Of("host.seed-register-unknown", ("name", name), ("known", string.Join(", ", known)));

    private sealed record Filling(string Step, string Register, string? Source, Action<Stream> Write);

    private async Task FillAsync(Filling fill, Action<SeedProgress> tell, CancellationToken cancellationToken)
    {
        var register = fill.Register;
        var step = await ledger.FindAsync(fill.Step, cancellationToken);
        if (step?.FinishedAt is not null) return;
        // An import that came to a halt in an earlier start is begun again: its cause may have been mended.
        var job = step?.JobId is { } begun && !await HasFailedAsync(begun, cancellationToken)
            ? begun : await StartAsync(fill, cancellationToken);
        while (true)
        {
            var import = Value(await imports.GetAsync(job, Seeding, cancellationToken));
            tell(new SeedProgress(register, import.Progress ?? 0));
            if (import.State > JobState.Running)
            {
                if (import.State != JobState.Done)
                    throw new FaultException(import.Error ?? Error.Of("host.seed-refused", ("reason", register)));
                break;
            }
            await Task.Delay(Look, time, cancellationToken);
        }
        await ledger.FinishAsync(fill.Step, cancellationToken);
    }

    private async Task<bool> HasFailedAsync(string job, CancellationToken cancellationToken) =>
        Value(await imports.GetAsync(job, Seeding, cancellationToken)).State
            is > JobState.Running and not JobState.Done;

    private async Task<string> StartAsync(Filling fill, CancellationToken cancellationToken)
    {
        var register = fill.Register;
        var name = fill.Step.Replace(':', '-').Replace('@', '-') + ".csv";
        var path = Path.Combine(options.DataFolder, "seed-" + name);
        await using (var file = File.Create(path)) fill.Write(file);
        await using var content = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.None, 1 << 16,
            FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        var kept = Value(await imports.UploadAsync(register, name, content, Seeding, cancellationToken));
        var request = new ImportRequest
        {
            Register = register, FileName = name, FileHash = kept.FileHash, Reason = "演示数据", Source = fill.Source,
        };
        var job = Value(await imports.StartAsync(request, Seeding, cancellationToken));
        await ledger.BeginAsync(fill.Step, job, cancellationToken);
        return job;
    }

    private async Task MakeAccountsAsync(Cities.City city, Preset preset, CancellationToken cancellationToken)
    {
        var citizen = city.Persons().First(p => p.IsHead && p.Mobile is not null);
        var persons = registers.All.First(r => r.IsPersons);
        var found = await registers.FindByKeyAsync(
            persons, persons.Key[0], citizen.ResidentId, Seeding, "准备演示账号", cancellationToken);
        var demo = new DemoCity(
            DemoUnits.Of(city, preset),
            found is null ? null : new DemoCitizen(found.Id, citizen.ResidentId, citizen.Name, citizen.Mobile));
        Value(await accounts.SeedAsync(demo, cancellationToken));
        await ledger.FinishAsync(AccountsStep, cancellationToken);
    }

    private static T Value<T>(Result<T> result) => result.IsOk ? result.Value : throw new FaultException(result.Error);
}

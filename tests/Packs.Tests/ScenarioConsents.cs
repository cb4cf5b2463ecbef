using Lingnan.Kernel;
using Lingnan.Platform.Permissions;
using Lingnan.Registries.Contracts;

namespace Lingnan.Packs.Tests;

/// <summary>Steps that give and withdraw consents.</summary>
internal sealed class ScenarioConsents(IConsents consents)
{
    public Task<Result<Consent>> GiveAsync(string person, ScenarioArgs args, Caller caller)
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).DateTime);
        DateOnly? until = args.Whole("days") is { } days ? today.AddDays(days) : null;
        return consents.GiveAsync(
            person, args.Text("code")!, args.Whole("version") ?? 1,
            new ConsentProof(args.Text("channel")!, args.Text("evidence"), until), caller);
    }

    public async Task<Result<Consent>> WithdrawAsync(string person, ScenarioArgs args, Caller caller)
    {
        var all = await consents.OfAsync(person, caller);
        if (!all.IsOk) return all.Error;
        var holding = all.Value.Single(c => c.Code == args.Text("code") && c.State == ConsentStates.Holds);
        return await consents.WithdrawAsync(holding.Id, args.Text("channel")!, args.Text("evidence"), caller);
    }
}

using System.CommandLine;
using System.Globalization;
using System.Net.Http.Json;
using Lingnan.Platform;
using Lingnan.Registries.Contracts;

namespace Lingnan.Host.Commands;

/// <summary><c>evolution</c>: how far the changes of registers are; lets the work rest, and go on.</summary>
internal static class EvolutionCommand
{
    private const string Done = "done";
    private const string Filling = "filling";
    private const string Failed = "failed";

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        var command = new Command("evolution", "Show how far the changes of registers are, pause and resume them.");
        var wait = new Option<bool>("--wait") { Description = "Tell how far it is until nothing is being worked out." };
        command.Options.Add(wait);
        var city = new CityArguments().AddTo(command);
        command.SetAction((parsed, cancellationToken) => Faults.TellAsync(
            () => ShowAsync(city.Read(parsed), parsed.GetValue(wait), cancellationToken)));
        command.Subcommands.Add(Move("pause", "Let the work at a register rest after the batch under way."));
        command.Subcommands.Add(Move("resume", "Go on with the work at a register where it was."));
        return command;
    }

    private static Command Move(string verb, string description)
    {
        var command = new Command(verb, description);
        var register = new Argument<string>("register") { Description = "pack:table, e.g. population:person" };
        command.Arguments.Add(register);
        var city = new CityArguments().AddTo(command);
        command.SetAction((parsed, cancellationToken) => Faults.TellAsync(
            () => MoveAsync(city.Read(parsed), verb, parsed.GetValue(register)!, cancellationToken)));
        return command;
    }

    private static async Task<int> ShowAsync(CityOptions options, bool isWaiting, CancellationToken cancellationToken)
    {
        var connected = await CityClient.ConnectAsync(options, cancellationToken);
        if (!connected.IsOk) return Faults.Tell(connected.Error);
        await using var city = connected.Value;
        while (true)
        {
            if (await StepsAsync(city, cancellationToken) is not { } steps) return 1;
            var under = steps.Where(s => s.State == Filling).ToList();
            if (!isWaiting || under.Count == 0)
            {
                Print(steps);
                return isWaiting && steps.Any(s => s.State == Failed) ? 1 : 0;
            }
            foreach (var step in under.DistinctBy(s => s.Register))
                Console.WriteLine($"{step.Register}  {Progress(step)}");
            await Task.Delay(LookAgain, TimeProvider.System, cancellationToken);
        }
    }

    private static async Task<int> MoveAsync(
        CityOptions options, string verb, string register, CancellationToken cancellationToken)
    {
        var path = RegisterName.ToPath(register);
        if (!path.IsOk) return Faults.Tell(path.Error);
        var connected = await CityClient.ConnectAsync(options, cancellationToken);
        if (!connected.IsOk) return Faults.Tell(connected.Error);
        await using var city = connected.Value;
        var to = path.Value.Replace("/api/registries/", "/api/evolution/", StringComparison.Ordinal);
        using var answer = await city.Http.PostAsync($"{to}/{verb}", null, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            await CityClient.TellAsync(answer, cancellationToken);
            return 1;
        }
        return await StepsAsync(city, cancellationToken) is { } steps
            ? Print([.. steps.Where(s => s.Register == register)])
            : 1;
    }

    private static async Task<IReadOnlyList<EvolutionStep>?> StepsAsync(
        CityClient city, CancellationToken cancellationToken)
    {
        using var answer = await city.Http.GetAsync("/api/evolution", cancellationToken);
        if (answer.IsSuccessStatusCode)
            return await answer.Content.ReadFromJsonAsync<EvolutionStep[]>(cancellationToken) ?? [];
        await CityClient.TellAsync(answer, cancellationToken);
        return null;
    }

    private static int Print(IReadOnlyList<EvolutionStep> steps)
    {
        if (steps.Count == 0) Console.WriteLine("No register has changed its shape.");
        foreach (var register in steps.GroupBy(s => s.Register))
        {
            Console.WriteLine(register.Key);
            foreach (var step in register)
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {step.Step,4}  {step.Kind,-6}  {What(step)}  {step.State}{HowFar(step)}"));
        }
        return 0;
    }

    private static string What(EvolutionStep step) =>
        step.Into.Count == 0 ? step.Field : $"{step.Field} -> {string.Join(", ", step.Into)}";

    private static string HowFar(EvolutionStep step) => string.Concat(
        step.State == Done ? "" : $", {Progress(step)}",
        step.Unread == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {step.Unread:N0} values unread"));

    // Rows may come in while the work goes on, so the count at its beginning is no bound.
    private static string Progress(EvolutionStep step) => step.Total is { } total
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{step.Done:N0} of {total:N0} rows ({(total == 0 ? 100 : Math.Min(100, step.Done * 100 / total))}%)")
        : "waiting";
}

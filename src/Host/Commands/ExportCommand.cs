using System.CommandLine;
using Lingnan.Platform;
using Lingnan.Platform.Permissions;

namespace Lingnan.Host.Commands;

/// <summary><c>export REGISTER</c>: writes the rows of a register to a file.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var command = new Command("export", "Write the rows of a register to a file.");
        var register = new Argument<string>("register") { Description = "pack:table, e.g. places:division" };
        var format = new Option<string>("--format")
        {
            Description = "csv, xlsx or jsonl.", DefaultValueFactory = _ => "csv",
        };
        var to = new Option<string?>("--to") { Description = "File to write; default TABLE.FORMAT here." };
        var filter = new Option<string[]>("--filter")
        {
            Description = "field:operator:value, repeatable.", AllowMultipleArgumentsPerToken = true,
        };
        var purpose = new Option<string?>("--purpose")
        {
            Description = "Write whole personal values for this purpose; logged.",
        };
        var number = new Option<string?>("--case")
        {
            Description = "Case or task number that the purpose belongs to; needed with --purpose.",
        };
        command.Arguments.Add(register);
        foreach (var option in new Option[] { format, to, filter, purpose, number }) command.Options.Add(option);
        var city = new CityArguments().AddTo(command);
        command.SetAction((parsed, cancellationToken) => Faults.TellAsync(async () =>
        {
            var name = parsed.GetValue(register)!;
            var kind = parsed.GetValue(format)!;
            var query = $"export?format={Uri.EscapeDataString(kind)}"
                + (parsed.GetValue(purpose) is null ? "" : "&unmask=true")
                + string.Concat((parsed.GetValue(filter) ?? []).Select(f => $"&filter={Uri.EscapeDataString(f)}"));
            var target = parsed.GetValue(to) ?? $"{name.Split(':').Last()}.{kind}";
            var why = parsed.GetValue(purpose) is { } words ? new AccessPurpose(words, parsed.GetValue(number)) : null;
            return await RunAsync(city.Read(parsed), name, query, target, why, cancellationToken);
        }));
        return command;
    }

    private static async Task<int> RunAsync(
        CityOptions options, string register, string query, string target, AccessPurpose? purpose,
        CancellationToken cancellationToken)
    {
        var path = RegisterName.ToPath(register);
        if (!path.IsOk) return Faults.Tell(path.Error);
        var connected = await CityClient.ConnectAsync(options, cancellationToken);
        if (!connected.IsOk) return Faults.Tell(connected.Error);
        await using var city = connected.Value;
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{path.Value}/{query}");
        if (purpose is not null)
        {
            request.Headers.Add(AccessPurpose.PurposeHeader, Uri.EscapeDataString(purpose.Purpose));
            if (purpose.CaseNumber is { Length: > 0 } number)
                request.Headers.Add(AccessPurpose.CaseHeader, Uri.EscapeDataString(number));
        }
        using var answer = await city.Http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            await CityClient.TellAsync(answer, cancellationToken);
            return 1;
        }
        await WriteAsync(answer, target, cancellationToken);
        Console.WriteLine($"Wrote {target} ({new FileInfo(target).Length:N0} bytes).");
        return 0;
    }

    // Under another name until it is whole, so that a cut line leaves no half file that looks like one.
    private static async Task WriteAsync(HttpResponseMessage answer, string target, CancellationToken cancellationToken)
    {
        var partial = target + ".part";
        await using (var file = File.Create(partial)) await answer.Content.CopyToAsync(file, cancellationToken);
        File.Move(partial, target, overwrite: true);
    }
}

using System.Diagnostics;

namespace Lingnan.Bench.Registries;

/// <summary>The Dapper peer in a process of its own, as the city has one.</summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private PeerProcess(Process process, string url)
    {
        _process = process;
        Http = new HttpClient { BaseAddress = new Uri(url) };
    }

    public HttpClient Http { get; }

    public static async Task<PeerProcess> StartAsync(string databaseUrl)
    {
        var process = Process.Start(new ProcessStartInfo(
            "dotnet", [typeof(PeerProcess).Assembly.Location, "peer", databaseUrl])
            { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var url = await process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException("The peer did not start.");
        return new PeerProcess(process, url);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;

namespace Lingnan.Testing;

/// <summary>A .NET program run as a child, which a test reads and kills.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentQueue<string> _errors = new();

    private ChildProcess(Process process) => _process = process;

    /// <summary>What it printed so far.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>True when it ended by itself or was killed.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Starts <c>dotnet ASSEMBLY arguments</c>.</summary>
    public static ChildProcess Start(string assemblyPath, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [assemblyPath, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        var child = new ChildProcess(new Process { StartInfo = start });
        child._process.OutputDataReceived += (_, e) => { if (e.Data is not null) child._lines.Enqueue(e.Data); };
        child._process.ErrorDataReceived += (_, e) => { if (e.Data is not null) child._errors.Enqueue(e.Data); };
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Waits until it has printed so many lines.</summary>
    public async Task PrintedAsync(int lines)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (_lines.Count < lines)
        {
            // A process that has ended may still have lines under way; only waiting for its end waits for them too.
            if (_process.HasExited) await _process.WaitForExitAsync(limit.Token);
            if (_process.HasExited && _lines.Count < lines)
                throw new InvalidOperationException($"The child ended: {string.Join('\n', _errors)}");
            await Task.Delay(2, limit.Token);
        }
    }

    /// <summary>kill -9, and every line it had printed before.</summary>
    public async Task<IReadOnlyCollection<string>> KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Limit);
        return Lines;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }
}

using Lingnan.Testing;

namespace Lingnan.EndToEnd.Tests;

/// <summary>One hamlet for the tests of a class.</summary>
public sealed class Hamlet : IAsyncLifetime
{
    public RunningCity City { get; private set; } = null!;

    public async ValueTask InitializeAsync() => City = await RunningCity.StartAsync();

    public ValueTask DisposeAsync() => City.DisposeAsync();
}

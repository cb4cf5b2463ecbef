using System.Collections.Concurrent;
using Lingnan.Catalog.Contracts;
using Lingnan.Platform.Events;
using Lingnan.Platform.Storage;
using Lingnan.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Registries.Tests;

/// <summary>The catalogue is told of writes, and a register under load is not slowed by telling it.</summary>
public class CatalogueWritesTests
{
    [Theory, EachDatabase]
    public async Task Single_writes_are_told_once_a_minute_and_a_fall_loses_none(Engine engine)
    {
        var heard = new Heard();
        await using var city = await HttpCity.StartAsync(
            engine, configure: s => s.AddSingleton<IFreshness>(heard));
        var outbox = city.Services.GetRequiredService<IOutbox>();
        // The first telling falls; it is made again, though nothing is written any more.
        heard.Fails = 1;
        await WriteAsync(city, 1);
        await outbox.DrainAsync();
        Assert.Equal([Declared.Divisions.Name], heard.Told);

        for (var n = 2; n < 8; n++) await WriteAsync(city, n);
        await outbox.DrainAsync();
        Assert.Single(heard.Told);
        city.Time.Advance(TimeSpan.FromSeconds(61));
        await WriteAsync(city, 8);
        await outbox.DrainAsync();
        Assert.Equal(2, heard.Told.Count);
    }

    private static async Task WriteAsync(HttpCity city, int n)
    {
        var values = new Dictionary<string, string?> { ["code"] = $"4419000{n:D2}", ["name"] = $"镇{n}" };
        var written = await city.Registers.UpsertAsync(
            Declared.Divisions, new(null, values, null, null), RegisterCity.Root);
        Assert.Equal("created", written.Value.Outcome);
    }

    private sealed class Heard : IFreshness
    {
        public ConcurrentQueue<string> Told { get; } = new();

        public int Fails { get; set; }

        public Task NoteAsync(DbSession session, string source, CancellationToken cancellationToken = default)
        {
            if (Fails-- > 0) throw new InvalidOperationException("The catalogue cannot be told.");
            Told.Enqueue(source);
            return Task.CompletedTask;
        }
    }
}

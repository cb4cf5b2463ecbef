using System.Text;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Testing;

namespace Lingnan.Registries.Tests.Import;

/// <summary>kill -9 of a process that imports, and another that goes on. The child is this same program, told by its
/// environment to be one.</summary>
public sealed class KillImportTests
{
    private const string Variable = "LINGNAN_TEST_IMPORT_CHILD";
    private const int Rows = 6_000;

    [Theory, EachDatabase]
    public async Task An_import_whose_process_was_killed_loses_no_row_and_doubles_none(Engine engine)
    {
        await using var city = await TestDatabase.CreateAsync(
            engine, ImportCity.Configure, typeof(RegistriesModule).Assembly);
        await city.Get<IRegisterTables>().EnsureAsync();
        var importing = new ImportCity(city);
        var text = new StringBuilder("code,name\n");
        for (var i = 0; i < Rows; i++)
            text.Append($"441900{i / 900 + 1:000}{i % 900 + 1:000},{(i % 50 == 7 ? "" : "村居")}\n");
        var id = await importing.StartAsync(Declared.Divisions, Encoding.UTF8.GetBytes(text.ToString()), "big.csv");

        for (var round = 1; round <= 2; round++)
        {
            var before = (await importing.GetAsync(id)).Rows;
            Environment.SetEnvironmentVariable(Variable, $"{city.Options.DataFolder}\n{city.Options.DatabaseUrl}");
            await using var child = ChildProcess.Start(typeof(KillImportTests).Assembly.Location,
                "-method", $"{typeof(KillImportTests).FullName}.{nameof(The_child_imports_until_it_is_killed)}",
                "-explicit", "only");
            await Eventually.TrueAsync(async () => (await importing.GetAsync(id)).Rows > before || child.HasEnded);
            Assert.False(child.HasEnded, string.Join('\n', child.Lines));
            await child.KillAsync();
        }

        var left = await importing.GetAsync(id);
        Assert.InRange(left.Rows, 1, Rows - 1);
        Assert.Equal(left.Created, await CountAsync(city, Declared.Divisions));
        await city.StartWorkersAsync();
        var job = await city.Get<IJobs>().WaitAsync(id).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(JobState.Done, job.State);
        var import = await importing.GetAsync(id);
        Assert.Equal((Rows, Rows - Rows / 50, Rows / 50), (import.Rows, import.Created, import.Refused));
        Assert.Equal(import.Created, await CountAsync(city, Declared.Divisions));
        Assert.Equal((0L, 0L), (import.Changed, import.Unchanged));
        Assert.Equal(
            Enumerable.Range(0, Rows / 50).Select(i => i * 50L + 9),
            (await importing.RefusedAsync(import)).Select(r => r.Line));
    }

    [Fact(Explicit = true)]
    public async Task The_child_imports_until_it_is_killed()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } told) return;
        var parts = told.Split('\n');
        await using var city = TestDatabase.OpenExisting(
            parts[0], parts[1].Length == 0 ? null : parts[1], ImportCity.Configure);
        await city.Get<IRegisterTables>().EnsureAsync();
        await city.StartWorkersAsync();
        await Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
    }

    internal static async Task<long> CountAsync(TestDatabase city, RegistryDeclaration register)
    {
        var page = await city.Get<IRegisters>()
            .ListAsync(register, new RecordQuery { Limit = 1, CountTotal = true }, RegisterCity.Root, null);
        return page.Value.Total!.Value;
    }
}

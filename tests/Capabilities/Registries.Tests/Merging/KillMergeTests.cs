using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Tests.Import;
using Lingnan.Testing;

namespace Lingnan.Registries.Tests.Merging;

/// <summary>kill -9 of a process that merges and undoes: each merge is there as a whole or not at all. The child is
/// this same program, told by its environment to be one.</summary>
public sealed class KillMergeTests
{
    private const string Variable = "LINGNAN_TEST_MERGE_CHILD";
    private const int References = 60;

    [Theory, EachDatabase]
    public async Task A_killed_merge_is_done_as_a_whole_or_not_at_all(Engine engine)
    {
        await using var city = await TestDatabase.CreateAsync(
            engine, ImportCity.Configure, typeof(RegistriesModule).Assembly);
        await city.Get<IRegisterTables>().EnsureAsync();
        var registers = city.Get<IRegisters>();
        var rows = new List<string>();
        for (var n = 1; n <= 2; n++)
            rows.Add(await PutAsync(Declared.People, new()
            {
                ["number"] = Declared.Number(n), ["name"] = "张伟", ["mobile"] = n == 2 ? "13800138000" : null,
            }));
        for (var day = 0; day < References; day++)
            await PutAsync(Declared.Visits, new()
            {
                ["person"] = rows[1], ["day"] = $"{new DateOnly(2025, 1, 1).AddDays(day):yyyy-MM-dd}",
            });
        for (var round = 0; round < 4; round++)
        {
            Environment.SetEnvironmentVariable(
                Variable, $"{city.Options.DataFolder}\n{city.Options.DatabaseUrl}\n{rows[0]}\n{rows[1]}");
            await using var child = ChildProcess.Start(typeof(KillMergeTests).Assembly.Location,
                "-method", $"{typeof(KillMergeTests).FullName}.{nameof(The_child_merges_until_it_is_killed)}",
                "-explicit", "only");
            var version = await VersionAsync();
            // Any moment is as good as another: the child is somewhere in its second or a later merge.
            await Eventually.TrueAsync(async () => await VersionAsync() > version + 2 + round || child.HasEnded);
            Assert.False(child.HasEnded, string.Join('\n', child.Lines));
            await child.KillAsync();
            await CheckAsync();
        }

        async Task<string> PutAsync(
            PackKit.Registries.RegistryDeclaration register, Dictionary<string, string?> values) =>
            (await registers.UpsertAsync(register, new(null, values, null, null), RegisterCity.Root)).Value.Record!.Id;

        async Task<int> VersionAsync() => (await registers.HistoryAsync(
            Declared.People, rows[1], false, RegisterCity.Root, null)).Value[0].Record.Version;

        async Task CheckAsync()
        {
            var isMerged = await city.Get<IMerges>().SurvivorOfAsync(Declared.People, rows[1]) is not null;
            var visits = (await registers.ListAsync(
                Declared.Visits, new() { Limit = 200 }, RegisterCity.Root, null)).Value.Items;
            Assert.Equal(References, visits.Count);
            Assert.All(visits, v => Assert.Equal(rows[isMerged ? 0 : 1], v.Values["person"]));
            var survivor = (await registers.GetAsync(
                Declared.People, rows[0], true, RegisterCity.Root, RegisterCity.Purpose)).Value;
            Assert.Equal(isMerged ? "13800138000" : null, survivor.Values["mobile"]);
            var loser = await registers.GetAsync(Declared.People, rows[1], false, RegisterCity.Root, null);
            Assert.Equal(!isMerged, loser.IsOk);
        }
    }

    [Fact(Explicit = true)]
    public async Task The_child_merges_until_it_is_killed()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } told) return;
        var parts = told.Split('\n');
        await using var city = TestDatabase.OpenExisting(
            parts[0], parts[1].Length == 0 ? null : parts[1], ImportCity.Configure);
        await city.Get<IRegisterTables>().EnsureAsync();
        var merges = city.Get<IMerges>();
        while (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            var past = (await merges.OfAsync(Declared.People, parts[3], RegisterCity.Root)).Value;
            if (past.FirstOrDefault(m => m.UndoneAt is null) is { } last)
                Assert.True((await merges.UndoAsync(last.Id, "撤销", RegisterCity.Root)).IsOk);
            else
                Assert.True((await merges.MergeAsync(
                    Declared.People, new(parts[2], parts[3], ["mobile"], "合并", null, null), RegisterCity.Root)).IsOk);
        }
    }
}

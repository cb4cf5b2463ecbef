using Lingnan.Catalog.Contracts;
using Lingnan.Kernel;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Lingnan.Catalog.Tests;

/// <summary>A catalogue and nothing else.</summary>
internal sealed class CatalogCity : IAsyncDisposable
{
    public static readonly Caller Root = Caller.System("test");

    private CatalogCity(TestDatabase database, FakeTimeProvider time) => (Database, Time) = (database, time);

    public TestDatabase Database { get; }
    public FakeTimeProvider Time { get; }
    public ICatalog Catalog => Database.Get<ICatalog>();

    public static async Task<CatalogCity> CreateAsync(Engine engine, IResourceSource? source = null)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
        var database = await TestDatabase.CreateAsync(
            engine, services =>
            {
                services.AddSingleton<TimeProvider>(time);
                if (source is not null) services.AddSingleton(source);
                new CatalogModule().AddServices(services, new ConfigurationBuilder().Build());
            },
            typeof(CatalogModule).Assembly);
        return new CatalogCity(database, time);
    }

    public static Caller Officer(string region, params Permission[] permissions) => new()
    {
        Kind = CallerKind.Officer, AccountId = "a_1", Name = "李干事",
        Grants = [.. permissions.Select(p => new Grant(p.Code, region))],
    };

    public static ResourceDescription Sample(string title = "学校名录", string classification = "201001") => new()
    {
        Classification = classification,
        Title = new LocalText(title, "List of " + title),
        Summary = new LocalText("全市学校的名称、地址和办学层次。", "Names, addresses and levels of schools."),
        Provider = new LocalText("教育局", "Education bureau"),
        ProviderCode = "11441900007330600E",
        Formats = [ResourceFormat.Spreadsheet, ResourceFormat.Database],
        Items =
        [
            new("name", new LocalText("学校名称", "Name"), ItemType.Text, ShareClass.Unconditional,
                OpenClass.Unconditional, ItemPrivacy.Public),
            new("pupils", new LocalText("在校人数", "Pupils"), ItemType.Integer, ShareClass.Unconditional,
                OpenClass.None, ItemPrivacy.Internal),
        ],
        Share = ShareClass.Unconditional,
        Open = OpenClass.Unconditional,
        Cycle = UpdateCycle.Monthly,
    };

    /// <summary>Makes a resource and publishes it; its code.</summary>
    public async Task<string> PublishedAsync(ResourceDescription? description = null)
    {
        var code = (await MakeAsync(description ?? Sample())).Code;
        await ActAsync(code, ResourceAction.Submit);
        await ActAsync(code, ResourceAction.Publish);
        return code;
    }

    public async Task<Resource> MakeAsync(ResourceDescription description)
    {
        var outcome = (await Catalog.CreateAsync(description, null, Root)).Value;
        Assert.True(outcome.Faults.Count == 0, string.Join("; ", outcome.Faults));
        return outcome.Resource!;
    }

    public async Task<Resource> ActAsync(string code, ResourceAction action, string? reason = "因故")
    {
        var outcome = (await Catalog.ActAsync(code, action, null, reason, Root)).Value;
        Assert.True(outcome.Faults.Count == 0, string.Join("; ", outcome.Faults));
        return outcome.Resource!;
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}

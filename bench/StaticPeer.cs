namespace Lingnan.Bench;

/// <summary>The limit for a page: the framework's own server with a static file of the same size.</summary>
internal sealed class StaticPeer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _folder;

    private StaticPeer(WebApplication app, string folder)
    {
        _app = app;
        _folder = folder;
    }

    public string Url => _app.Urls.First();

    public static async Task<StaticPeer> StartAsync(int bytes)
    {
        var folder = Directory.CreateTempSubdirectory("lingnan-peer-").FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, "page.html"), Enumerable.Repeat((byte)'x', bytes).ToArray());
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { WebRootPath = folder, ContentRootPath = folder });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.UseStaticFiles();
        await app.StartAsync();
        return new StaticPeer(app, folder);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Lingnan.Browser.Tests;

/// <summary>A person with a browser of their own. What their pages complain of or ask of other hosts is kept.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private const string Ready = """
        () => !document.querySelector('main[aria-busy]') && !document.querySelector('main [role=progressbar]')
            && document.querySelector('h1')
        """;

    private readonly IBrowserContext _context;
    private readonly bool _script;
    private readonly List<string> _complaints = [];
    private readonly List<string> _elsewhere = [];

    private Visitor(IBrowserContext context, IPage page, string url, bool script)
    {
        _context = context;
        _script = script;
        Page = page;
        context.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") _complaints.Add($"{message.Page?.Url}: {message.Text}");
        };
        context.WebError += (_, error) => _complaints.Add($"{error.Page?.Url}: {error.Error}");
        context.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(url, StringComparison.Ordinal) && new Uri(request.Url).Scheme is not "data")
                _elsewhere.Add($"{request.Frame.Url} asked {request.Url}");
        };
    }

    /// <summary>The page looked at.</summary>
    public IPage Page { get; }

    /// <summary>Errors and warnings of the console since this was asked last.</summary>
    public IReadOnlyList<string> TakeComplaints() => Take(_complaints);

    /// <summary>Requests that left the city's own host since this was asked last.</summary>
    public IReadOnlyList<string> TakeElsewhere() => Take(_elsewhere);

    /// <summary>Opens a browser of one's own.</summary>
    public static async Task<Visitor> OpenAsync(IBrowser browser, string url, Look look)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = url,
            JavaScriptEnabled = look.Script,
            Locale = look.English ? "en-GB" : "zh-CN",
            ViewportSize = new ViewportSize { Width = look.Width, Height = 900 },
        });
        context.SetDefaultTimeout(15_000);
        var visitor = new Visitor(context, await context.NewPageAsync(), url, look.Script);
        if (look.English || look.Care) await visitor.PreferAsync(look);
        return visitor;
    }

    /// <summary>Signs in by one click on the front page as a role of the demonstration.</summary>
    public async Task SignInAsync(string role)
    {
        await Page.GotoAsync("/");
        await DemoButton(role).ClickAsync();
        await Page.WaitForURLAsync(address => new Uri(address).AbsolutePath != "/");
        await IsReadyAsync();
    }

    /// <summary>The button that signs in as a role of the demonstration.</summary>
    public ILocator DemoButton(string role) =>
        Page.Locator($"#demo form:has(input[name=role][value='{role}']) button");

    /// <summary>A button by its name, whose pattern may give it in both languages.</summary>
    public ILocator Button(string name) =>
        Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameRegex = new Regex(name) });

    /// <summary>Goes to a page of the city and waits until it can be used.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await IsReadyAsync();
    }

    /// <summary>Waits until the page answers to clicks and shows what it loads.</summary>
    public async Task IsReadyAsync()
    {
        if (!_script) return;
        await Page.WaitForFunctionAsync(Ready);
        await Page.EvaluateAsync(Scripts.Quiet);
    }

    /// <summary>A client that carries this browser's cookies.</summary>
    public IAPIRequestContext Http => _context.APIRequest;

    /// <summary>Cookies of this browser.</summary>
    public async Task<IReadOnlyList<string>> CookiesAsync() => [.. (await _context.CookiesAsync()).Select(c => c.Name)];

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private static string[] Take(List<string> kept)
    {
        string[] taken = [.. kept];
        kept.Clear();
        return taken;
    }

    private async Task PreferAsync(Look look)
    {
        await Page.GotoAsync($"/settings?lang={(look.English ? "en" : "zh-CN")}&care={(look.Care ? 1 : 0)}");
    }
}

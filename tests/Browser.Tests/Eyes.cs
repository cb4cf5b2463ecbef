using Lingnan.Testing;
using Microsoft.Playwright;

namespace Lingnan.Browser.Tests;

/// <summary>Looks at a page as a reader who cannot see it well, or who holds a telephone.</summary>
internal static class Eyes
{
    private static readonly string Axe =
        Path.Combine(RunningCity.Home, "tests", "Browser.Tests", "node_modules", "axe-core", "axe.min.js");

    private static readonly Lazy<Task<string>> Source = new(() => File.ReadAllTextAsync(Axe));

    /// <summary>What axe finds at both widths, and whether the page can be pushed sideways on a telephone.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(IPage page)
    {
        await page.EvaluateAsync(await Source.Value + "\n;0");
        var faults = new List<string>();
        foreach (var width in new[] { Look.Phone, Look.Desk })
        {
            await page.SetViewportSizeAsync(width, 900);
            await page.EvaluateAsync(Scripts.Quiet);
            faults.AddRange((await AxeAsync(page)).Select(f => $"{width}px {f}"));
            if (width == Look.Phone) faults.AddRange(await page.EvaluateAsync<string[]>(Scripts.Sideways));
        }

        return faults;
    }

    /// <summary>What axe finds on the page as it stands now.</summary>
    public static async Task<IReadOnlyList<string>> NowAsync(IPage page)
    {
        await page.EvaluateAsync(await Source.Value + "\n;0");
        return await AxeAsync(page);
    }

    private static Task<string[]> AxeAsync(IPage page) => page.EvaluateAsync<string[]>(Scripts.Axe);
}

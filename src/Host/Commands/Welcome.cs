using Lingnan.Identity.Contracts;
using Lingnan.Platform;

namespace Lingnan.Host.Commands;

/// <summary>What <c>up</c> prints when the city stands.</summary>
internal static class Welcome
{
    public static void Print(
        string url, CityOptions options, IReadOnlyList<DemoAccount> demo, string? administratorPath)
    {
        Console.WriteLine();
        Console.WriteLine(options.IsDemo
            ? $"The demo city '{options.Preset}' stands. Everybody in it is made up."
            : "The city stands.");
        Console.WriteLine($"  Open  {url}");
        if (administratorPath is not null)
            Console.WriteLine($"  First administrator: {url}{administratorPath} (once, within 24 hours)");
        if (demo.Count > 0)
        {
            Console.WriteLine("  Sign in with one click on the home page, or as:");
            foreach (var account in demo)
                Console.WriteLine(
                    $"    {account.UserName,-16} {account.Password,-22} {account.Title.En} {account.Title.Zh}");
        }
        Console.WriteLine($"  Data in {options.DataFolder}. Stop with Ctrl+C.");
    }
}

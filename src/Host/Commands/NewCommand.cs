using System.CommandLine;
using Lingnan.Kernel;
using Lingnan.PackKit;

namespace Lingnan.Host.Commands;

/// <summary><c>new pack NAME</c>: a pack that is green at birth; no other file is touched.</summary>
internal static class NewCommand
{
    public static Command Create()
    {
        var pack = new Command("pack", "Make a new pack from the template.");
        var id = new Argument<string>("name")
        {
            Description = "Lower-case words joined by hyphens, e.g. water-supply.",
        };
        var zh = new Option<string?>("--zh") { Description = "Title in Chinese." };
        var en = new Option<string?>("--en") { Description = "Title in English." };
        pack.Arguments.Add(id);
        pack.Options.Add(zh);
        pack.Options.Add(en);
        pack.SetAction(parsed => Make(parsed.GetValue(id)!, parsed.GetValue(zh), parsed.GetValue(en)));
        return new Command("new", "Make something new.") { pack };
    }

    private static int Make(string id, string? zh, string? en)
    {
        try
        {
            var folder = PackScaffold.New(ProjectFolder.Packs, id, zh ?? id, en ?? id);
            Console.WriteLine($"Made {folder}. Check it with: ./lingnan check {id}");
            return 0;
        }
        catch (Exception fault) when (fault is ArgumentException or IOException)
        {
            return Faults.Tell(Error.Of("host.pack-not-made", ("reason", fault.Message)));
        }
    }
}

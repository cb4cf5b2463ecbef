using Lingnan.Kernel;
using Lingnan.Platform;
using Lingnan.Platform.Words;
using System.Globalization;

namespace Lingnan.Host.Commands;

/// <summary>Tells of failures on the command line: what, why, how to mend; never a stack trace for what a user can
/// mend.</summary>
internal static class Faults
{
    public static int Tell(Error error)
    {
        var words = ProductWords.All.Of(error, CultureInfo.GetCultureInfo("en"));
        Console.Error.WriteLine($"{words.Title} {words.Mend}".TrimEnd());
        Console.Error.WriteLine($"  ({error.Code})");
        return 1;
    }

    public static async Task<int> TellAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (FaultException fault)
        {
            return Tell(fault.Error);
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
    }
}

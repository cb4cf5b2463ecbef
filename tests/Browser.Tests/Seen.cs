namespace Lingnan.Browser.Tests;

/// <summary>Says all that is wrong at once, one fault a line.</summary>
internal static class Seen
{
    public static void None(IEnumerable<string> faults) => Assert.True(!faults.Any(), string.Join('\n', faults));
}

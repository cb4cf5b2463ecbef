using Lingnan.Testing;

namespace Lingnan.EndToEnd.Tests;

/// <summary>The one command as a newcomer types it, rightly and wrongly.</summary>
public sealed class CommandLineTests
{
    private const int UsageFault = 2;

    [Fact]
    public async Task Help_lists_what_there_is()
    {
        var (code, output) = await RunningCity.RunAsync("--help");
        Assert.Equal(0, code);
        foreach (var command in (string[])
            ["up", "import", "export", "backup", "restore", "check", "new", "docs", "doctor", "keys",
                "evolution"])
            Assert.Contains($"\n  {command} ", output);
    }

    [Theory]
    [InlineData("'nonsense'", "nonsense")]
    [InlineData("'--nonsense'", "up", "--nonsense")]
    [InlineData("Required argument 'file' missing", "import", "places:division")]
    [InlineData("'x'", "up", "--dirty", "x")]
    public async Task What_is_asked_wrongly_is_named_and_does_nothing(string named, params string[] asked)
    {
        var (code, output) = await RunningCity.RunAsync(asked);
        Assert.Equal(UsageFault, code);
        Assert.Contains(named, output);
        Assert.DoesNotContain("   at ", output);
    }

    [Theory]
    [InlineData("host.preset-unknown", "up", "--preset", "atlantis")]
    [InlineData("host.no-city", "doctor", "--data", "/nonexistent/city")]
    [InlineData("host.no-city", "backup", "--data", "/nonexistent/city")]
    [InlineData("platform.database-url", "up", "--preset", "none", "--database", "mysql://city")]
    public async Task What_cannot_be_done_is_told_with_how_to_mend_it(string told, params string[] asked)
    {
        var (code, output) = await RunningCity.RunAsync(asked);
        Assert.Equal(1, code);
        Assert.Contains($"({told})", output);
        Assert.DoesNotContain("   at ", output);
    }
}

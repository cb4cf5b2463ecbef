using System.Globalization;
using Lingnan.Kernel;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Words;

namespace Lingnan.Platform.Tests.Words;

public sealed class WordsTests
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");
    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");
    private static readonly ResourceWords All = new([typeof(Error).Assembly, typeof(IWords).Assembly]);

    [Fact]
    public void Kernel_and_platform_say_everything_in_both_languages() =>
        Assert.Empty(WordsCheck.Faults(typeof(Error).Assembly, typeof(IWords).Assembly));

    [Fact]
    public void Every_error_of_the_web_has_words()
    {
        var statuses = Enumerable.Range(400, 200).Select(s => Platform.Web.WebErrors.OfStatus(s).Code).Distinct();
        Assert.Empty(WordsCheck.Missing(statuses.SelectMany(c => new[] { c, c + ".mend" }), typeof(IWords).Assembly));
        Assert.Equal(["no.such.key"], WordsCheck.Missing(["no.such.key"], typeof(IWords).Assembly));
    }

    [Fact]
    public void Facts_stand_in_the_words_and_are_not_read_again()
    {
        var error = Error.Of("platform.schema.failed", ("file", "{message}"), ("message", "x"));
        Assert.Equal("Schema file {message} failed: x", All.Of(error, English).Title);
        Assert.Contains("{message}", All.Of(error, Chinese).Title, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fact_in_two_languages_is_said_in_the_readers()
    {
        var error = Error.Of("platform.permission.forbidden", ("permission", new LocalText("查看", "See")));
        Assert.Contains("查看", All.Of(error, Chinese).Title, StringComparison.Ordinal);
        Assert.Contains("See", All.Of(error, English).Title, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_key_shows_as_itself() => Assert.Equal("no.such", All["no.such", English]);

    [Fact]
    public void A_cursor_fault_has_words() =>
        Assert.NotEqual(AuditReader.BadCursor.Code, All.Of(AuditReader.BadCursor, English).Title);
}

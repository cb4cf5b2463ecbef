using System.Reflection;
using Lingnan.Platform.Words;

namespace Lingnan.Identity.Tests;

public class WordsTests
{
    private static readonly Assembly Assembly = typeof(IdentityModule).Assembly;

    [Fact]
    public void Both_languages_are_complete() => Assert.Empty(WordsCheck.Faults(Assembly));

    [Fact]
    public void Every_error_can_be_told_and_mended()
    {
        var codes = typeof(IdentityErrors).GetFields().Select(f => (string)f.GetRawConstantValue()!).ToList();
        Assert.NotEmpty(codes);
        Assert.Empty(WordsCheck.Missing(codes.SelectMany(c => new[] { c, c + ".mend" }), Assembly));
        Assert.Equal(codes.Count, codes.Distinct().Count());
    }
}

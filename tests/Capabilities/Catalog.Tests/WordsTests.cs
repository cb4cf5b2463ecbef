using System.Reflection;
using Lingnan.Kernel;
using Lingnan.Platform.Words;

namespace Lingnan.Catalog.Tests;

public class WordsTests
{
    private static readonly Assembly Assembly = typeof(CatalogModule).Assembly;

    [Fact]
    public void Both_languages_are_complete() => Assert.Empty(WordsCheck.Faults(Assembly));

    [Fact]
    public void Every_error_can_be_told_and_mended()
    {
        var codes = typeof(CatalogErrors).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(m => m.ReturnType == typeof(Error))
            .Select(
                m => ((Error)m.Invoke(null, [.. m.GetParameters().Select(p => Any(p.ParameterType))])!).Code).ToList();
        Assert.True(codes.Count > 30);
        Assert.Empty(WordsCheck.Missing(codes.SelectMany(c => new[] { c, c + ".mend" }), Assembly));
        Assert.Equal(codes.Count, codes.Distinct().Count());
    }

    private static object Any(Type type) => type == typeof(string) ? "x"
        : type == typeof(Error) ? new Error("x.y")
        : type == typeof(LocalText) ? new LocalText("字", "word")
        : Activator.CreateInstance(type)!;
}

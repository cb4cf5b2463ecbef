using Lingnan.Kernel;
using Lingnan.Platform.Words;

namespace Lingnan.Web.Kit;

/// <summary>Words with facts in them.</summary>
public static class Sentences
{
    /// <summary>The words of <paramref name="key"/> with each <c>{name}</c> replaced by the fact of that
    /// name.</summary>
    public static string Say(this IWords words, string key, params ReadOnlySpan<(string Name, object? Value)> facts) =>
        words.Of(Error.Of(key, facts)).Title;
}

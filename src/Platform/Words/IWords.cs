using System.Globalization;
using Lingnan.Kernel;

namespace Lingnan.Platform.Words;

/// <summary>An error in a reader's language.</summary>
/// <param name="Title">What went wrong, one sentence.</param>
/// <param name="Mend">How to mend it, one sentence; empty when the title says all.</param>
public sealed record ErrorWords(string Title, string Mend);

/// <summary>
/// The words of the product. Each assembly that has words registers a <c>Words.resx</c> (zh-CN, neutral) and
/// <c>Words.en.resx</c>. An error code is a key; its key with <c>.mend</c> appended says how to mend it;
/// <c>{name}</c> in a text is replaced by the fact of that name. Thread-safe.
/// </summary>
public interface IWords
{
    /// <summary>The words of a key; a missing key is a test failure and shows as the key itself.</summary>
    string this[string key, CultureInfo? culture = null] { get; }
    /// <summary>The words of an error.</summary>
    ErrorWords Of(Error error, CultureInfo? culture = null);
}

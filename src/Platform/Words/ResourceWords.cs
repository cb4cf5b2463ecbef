using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Lingnan.Kernel;

namespace Lingnan.Platform.Words;

/// <summary>All words of the registered assemblies, read once.</summary>
internal sealed partial class ResourceWords : IWords
{
    private readonly FrozenDictionary<string, string> _chinese;
    private readonly FrozenDictionary<string, string> _english;

    public ResourceWords(IEnumerable<Assembly> assemblies)
    {
        var files = assemblies.Distinct().SelectMany(WordFile.Of).ToList();
        _chinese = Join(files, f => f.Chinese);
        _english = Join(files, f => f.English);
    }

    public string this[string key, CultureInfo? culture = null] => Find(key, culture) ?? key;

    public ErrorWords Of(Error error, CultureInfo? culture = null)
    {
        culture ??= CultureInfo.CurrentUICulture;
        return new ErrorWords(
            Fill(Find(error.Code, culture) ?? error.Code, error.Args, culture),
            Fill(Find(error.Code + ".mend", culture) ?? "", error.Args, culture));
    }

    private string? Find(string key, CultureInfo? culture) =>
        (Languages.IsEnglish(culture ?? CultureInfo.CurrentUICulture) ? _english : _chinese).GetValueOrDefault(key);

    private static FrozenDictionary<string, string> Join(
        List<WordFile> files, Func<WordFile, IReadOnlyDictionary<string, string>> of)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
            foreach (var (key, text) in of(file))
                if (!all.TryAdd(key, text))
                    throw new InvalidOperationException($"Words key {key} of {file.Name} is taken already.");
        return all.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Replaces each <c>{name}</c> once; a fact that itself contains braces is not read again.</summary>
    private static string Fill(string text, IReadOnlyDictionary<string, object?> facts, CultureInfo culture) =>
        facts.Count == 0 ? text : Placeholder().Replace(text, match =>
            facts.TryGetValue(match.Groups[1].Value, out var fact) ? Say(fact, culture) : match.Value);

    private static string Say(object? fact, CultureInfo culture) => fact switch
    {
        null => "",
        string text => text,
        LocalText words => words.In(culture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => fact.ToString() ?? "",
    };

    [GeneratedRegex(@"\{([A-Za-z][A-Za-z0-9]*)\}")]
    internal static partial Regex Placeholder();
}

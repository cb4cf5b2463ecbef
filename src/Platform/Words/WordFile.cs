using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Resources;

namespace Lingnan.Platform.Words;

/// <summary>The words of one assembly, both languages, as compiled from <c>Words/Words.resx</c> and its English
/// twin.</summary>
internal sealed record WordFile(
    string Name, IReadOnlyDictionary<string, string> Chinese, IReadOnlyDictionary<string, string> English)
{
    private const string Suffix = ".Words.Words.resources";
    private static readonly CultureInfo EnglishCulture = CultureInfo.GetCultureInfo("en");

    public static IEnumerable<WordFile> Of(Assembly assembly)
    {
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            if (!resource.EndsWith(Suffix, StringComparison.Ordinal)) continue;
            var words = new ResourceManager(resource[..^".resources".Length], assembly);
            yield return new WordFile(
                assembly.GetName().Name!, Read(words, CultureInfo.InvariantCulture), Read(words, EnglishCulture));
        }
    }

    private static Dictionary<string, string> Read(ResourceManager words, CultureInfo culture)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        // Parents are not asked: an English word that is missing must be seen as missing, not shown in Chinese.
        if (words.GetResourceSet(culture, createIfNotExists: true, tryParents: false) is not { } set) return read;
        foreach (DictionaryEntry entry in set) read[(string)entry.Key] = (string?)entry.Value ?? "";
        return read;
    }
}

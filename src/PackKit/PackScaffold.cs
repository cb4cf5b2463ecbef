using System.Text;
using Lingnan.Kernel;

namespace Lingnan.PackKit;

/// <summary>Makes a new pack from the template.</summary>
public static class PackScaffold
{
    /// <summary>Id that the template's files use where the new pack's id goes.</summary>
    public const string TemplateId = "my-pack";

    private const string TemplateZh = "我的业务";
    private const string TemplateEn = "My system";

    /// <summary>Copies <c>_template</c> to a new folder with the ids and titles replaced; touches nothing else. Returns
    /// the new folder.</summary>
    /// <exception cref="ArgumentException">The id is not lower-case words joined by hyphens.</exception>
    /// <exception cref="IOException">The folder exists already, or there is no template.</exception>
    public static string New(string packsFolder, string id, string titleZh, string titleEn)
    {
        if (!IsId(id)) throw new ArgumentException(
            $"'{id}' is not a pack id: use lower-case words joined by hyphens, at most 40 letters.", nameof(id));
        var template = Path.Combine(packsFolder, "_template");
        var target = Path.Combine(packsFolder, id);
        if (!Directory.Exists(template)) throw new DirectoryNotFoundException(
            $"There is no template in {packsFolder}.");
        if (Directory.Exists(target) || File.Exists(target)) throw new IOException($"{target} exists already.");
        var titles = new LocalText(Quotable(titleZh), Quotable(titleEn));
        foreach (var file in Directory.EnumerateFiles(template, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(template, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.WriteAllText(copy, Replace(File.ReadAllText(file), id, titles), new UTF8Encoding(false));
        }
        return target;
    }

    private static string Replace(string text, string id, LocalText titles) => text
        .Replace(TemplateId, id, StringComparison.Ordinal)
        .Replace(TemplateZh, titles.Zh, StringComparison.Ordinal)
        .Replace(TemplateEn, titles.En, StringComparison.Ordinal)
        .Replace("mypack", Prefix(id), StringComparison.Ordinal);

    // Row ids of the new register begin with this; the loader says so when another register has it already.
    private static string Prefix(string id)
    {
        var letters = new string([.. id.Where(char.IsAsciiLetterLower)]);
        return letters.Length <= 8 ? letters : letters[..8];
    }

    private static bool IsId(string id) => id.Length is > 0 and <= 40 && char.IsAsciiLetterLower(id[0])
        && id.Split('-')
            .All(part => part.Length > 0 && part.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)));

    // Titles stand inside single quotes in YAML.
    private static string Quotable(string title)
    {
        if (string.IsNullOrWhiteSpace(title)
            || title.Any(char.IsControl)) throw new ArgumentException("A title is one line of text.", nameof(title));
        return title.Trim().Replace("'", "''", StringComparison.Ordinal);
    }
}

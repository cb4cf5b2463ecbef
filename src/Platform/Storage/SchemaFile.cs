using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Lingnan.Platform.Storage;

/// <summary>One embedded <c>NNNN-name.sql</c>. Files of one folder make a series and are numbered without
/// gap.</summary>
/// <param name="Series">Assembly and folder, e.g. <c>Lingnan.Platform.Storage</c>.</param>
/// <param name="Number">Number, from 1.</param>
/// <param name="Name">Rest of the name without <c>.sql</c>.</param>
/// <param name="Sql">The text, line ends as LF.</param>
internal sealed partial record SchemaFile(string Series, int Number, string Name, string Sql)
{
    /// <summary>How people find it.</summary>
    public string Display => $"{Series}/{Number:0000}-{Name}.sql";

    /// <summary>SHA-256 of the text, the same whatever the line ends of the checkout.</summary>
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    /// <summary>The files of the assemblies in the order in which they are applied.</summary>
    public static IReadOnlyList<SchemaFile> Find(IEnumerable<Assembly> assemblies)
    {
        var files = new List<SchemaFile>();
        foreach (var assembly in assemblies.Distinct())
            files.AddRange(Of(assembly).OrderBy(f => f.Number).ThenBy(f => f.Series, StringComparer.Ordinal));
        foreach (var series in files.GroupBy(f => f.Series)) RefuseGap([.. series]);
        return files;
    }

    private static IEnumerable<SchemaFile> Of(Assembly assembly)
    {
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            if (Pattern().Match(resource) is not { Success: true } match) continue;
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
            yield return new SchemaFile(
                match.Groups[1].Value,
                int.Parse(match.Groups[2].ValueSpan, System.Globalization.CultureInfo.InvariantCulture),
                match.Groups[3].Value,
                reader.ReadToEnd().ReplaceLineEndings("\n"));
        }
    }

    internal static void RefuseGap(IReadOnlyList<SchemaFile> series)
    {
        for (var i = 1; i < series.Count; i++)
        {
            var expected = series[i - 1].Number + 1;
            if (series[i].Number < expected)
                throw new FaultException(PlatformErrors.SchemaDuplicate(series[i].Display));
            if (series[i].Number > expected)
                throw new FaultException(PlatformErrors.SchemaGap(series[i].Display, expected));
        }
    }

    [GeneratedRegex(@"^(.+)\.(\d{4})-([a-z0-9-]+)\.sql$")]
    private static partial Regex Pattern();
}

using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Lingnan.PackKit.Loading;

/// <summary>Collects faults, at most <see cref="PackLimits.FaultsPerFileMax"/> of one file.</summary>
internal sealed class FaultList
{
    private readonly List<PackFault> _faults = [];
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public void Add(string file, YamlNode? at, string code, string what, string mend) =>
        Add(file, at is null ? 0 : (int)at.Start.Line, at is null ? 0 : (int)at.Start.Column, code, what, mend);

    public void Add(string file, Mark at, string code, string what, string mend) =>
        Add(file, (int)at.Line, (int)at.Column, code, what, mend);

    public void Add(string file, int line, int column, string code, string what, string mend)
    {
        var count = _counts[file] = _counts.GetValueOrDefault(file) + 1;
        if (count <= PackLimits.FaultsPerFileMax) _faults.Add(new PackFault(file, line, column, code, what, mend));
    }

    /// <summary>By file and place; the same fault told twice is told once.</summary>
    public IReadOnlyList<PackFault> InOrder() =>
        [.. _faults.Distinct().OrderBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Line).ThenBy(f => f.Column)];

    /// <summary>A text as quoted in a fault.</summary>
    public static string Quote(string? text) =>
        text is null ? "nothing" : text.Length <= PackLimits.QuoteMax ? $"'{text}'"
            : $"'{text[..PackLimits.QuoteMax]}…'";
}

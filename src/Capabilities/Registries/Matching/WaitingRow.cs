using Lingnan.Registries.Model;

namespace Lingnan.Registries.Matching;

/// <summary>An incoming row as texts while it waits on the desk, with the source it comes from.</summary>
internal static class WaitingRow
{
    // No field's name begins so.
    private const string SourceCode = "$source";
    private const string SourceKey = "$sourceKey";

    public static Dictionary<string, string?> Texts(ValidRow row)
    {
        var texts = row.Values.ToDictionary(v => v.Key, v => Canonical.Text(v.Value), StringComparer.Ordinal);
        if (row.Source is not { } source) return texts;
        texts[SourceCode] = source.Code;
        texts[SourceKey] = source.Key;
        return texts;
    }

    /// <summary>Takes the source out of the texts, or null where the row names none.</summary>
    public static RowSource? TakeSource(Dictionary<string, string?> texts)
    {
        texts.Remove(SourceKey, out var key);
        return texts.Remove(SourceCode, out var code) && code is not null ? new(code, key) : null;
    }
}

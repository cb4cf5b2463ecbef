namespace Lingnan.Registries.Storage;

/// <summary>What a batch meets in its register.</summary>
/// <param name="Owners">Current rows by key.</param>
/// <param name="Taken">Id of the row that holds a unique value, by field and mark; looked up before the owners.</param>
/// <param name="Merged">Keys of rows that were merged away, and the row each leads to.</param>
internal sealed record Found(
    IReadOnlyDictionary<string, StoredRow> Owners, IReadOnlyDictionary<(string Field, string Mark), string> Taken,
    IReadOnlyDictionary<string, string> Merged);

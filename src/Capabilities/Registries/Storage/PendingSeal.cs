namespace Lingnan.Registries.Storage;

/// <summary>A value that waits for its person's key, which is known only when the row's subject is.</summary>
internal sealed record PendingSeal(string Plain, string Index);

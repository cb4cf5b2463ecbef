namespace Lingnan.Platform.Operations;

/// <summary>What a backup holds; the last entry of the archive, so that one without it is known to be cut
/// short.</summary>
internal sealed record BackupManifest(
    int Format, string Program, DateTimeOffset CreatedAt, string Engine, IReadOnlyList<BackupEntry> Entries)
{
    public const string EntryName = "manifest.json";
    public const int CurrentFormat = 1;
}

/// <summary>One file of a backup.</summary>
internal sealed record BackupEntry(string Path, long Length, string Sha256);

using Lingnan.Kernel;
using Lingnan.Platform.Storage;

namespace Lingnan.Platform.Files;

/// <summary>A kept file, named by its content.</summary>
/// <param name="Hash">SHA-256, lower-case hexadecimal.</param>
/// <param name="Length">Bytes.</param>
public sealed record StoredFile(string Hash, long Length);

/// <summary>
/// Files by content hash. A file is visible only when whole and flushed. It is kept for a day after it came or was
/// renewed, and beyond that for as long as an <see cref="IFileOwner"/> speaks of it; then it is removed at night.
/// Thread-safe.
/// </summary>
public interface IFileStore
{
    /// <summary>Keeps the stream; refuses beyond <paramref name="maxBytes"/> (<c>platform.file.too-large</c>) or when
    /// the disk is full (<c>platform.disk-full</c>), leaving nothing behind.</summary>
    Task<Result<StoredFile>> SaveAsync(Stream content, long maxBytes, CancellationToken cancellationToken = default);
    /// <summary>Opens a kept file for reading; throws when there is none.</summary>
    Stream Open(string hash);
    /// <summary>True when kept.</summary>
    bool Exists(string hash);
    /// <summary>True when kept, and then for another day: time to write the record that speaks of it.</summary>
    bool Renew(string hash);
    /// <summary>Removes a kept file at once, whoever still speaks of it: its content must go.</summary>
    void Forget(string hash);
}

/// <summary>Knows which kept files are still needed. Equal contents are one file, so all owners are asked before one
/// is removed; whoever keeps files longer than a day registers one.</summary>
public interface IFileOwner
{
    /// <summary>Those of the given hashes that its records still speak of.</summary>
    Task<IReadOnlySet<string>> FindNeededAsync(
        DbSession session, IReadOnlyCollection<string> hashes, CancellationToken cancellationToken = default);
}

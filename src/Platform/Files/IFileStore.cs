using Lingnan.Kernel;

namespace Lingnan.Platform.Files;

/// <summary>A kept file, named by its content.</summary>
/// <param name="Hash">SHA-256, lower-case hexadecimal.</param>
/// <param name="Length">Bytes.</param>
public sealed record StoredFile(string Hash, long Length);

/// <summary>Files by content hash. A file is visible only when whole and flushed. Thread-safe.</summary>
public interface IFileStore
{
    /// <summary>Keeps the stream; refuses beyond <paramref name="maxBytes"/> (<c>platform.file.too-large</c>) or when
    /// the disk is full (<c>platform.disk-full</c>), leaving nothing behind.</summary>
    Task<Result<StoredFile>> SaveAsync(Stream content, long maxBytes, CancellationToken cancellationToken = default);
    /// <summary>Opens a kept file for reading; throws when there is none.</summary>
    Stream Open(string hash);
    /// <summary>True when kept.</summary>
    bool Exists(string hash);
}

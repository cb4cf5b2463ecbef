using System.Data.Common;
using Lingnan.Platform.Storage;

namespace Lingnan.Platform.Sealing;

/// <summary>
/// Seals values at rest under a key per person (AES-256-GCM); lawful erasure is the destruction of that key. Person
/// keys are kept in the database wrapped by the city key, which lies in the data folder (or a named secret store).
/// Thread-safe.
/// </summary>
public interface ISealing
{
    /// <summary>Keys for the subjects, made where missing, inside the write session;
    /// the order follows the ids.</summary>
    Task<IReadOnlyList<SubjectKey>> KeysForWriteAsync(
        DbSession session, IReadOnlyList<string> subjectIds, CancellationToken cancellationToken = default);
    /// <summary>Keys for subjects that are themselves being made in this session, so that none can have one yet; the
    /// order follows the ids, each of which comes once.</summary>
    Task<IReadOnlyList<SubjectKey>> KeysForNewAsync(
        DbSession session, IReadOnlyList<string> subjectIds, CancellationToken cancellationToken = default);
    /// <summary>Keys for reading; null where the subject's key was destroyed or never made.</summary>
    Task<IReadOnlyList<SubjectKey?>> KeysForReadAsync(
        DbSession session, IReadOnlyList<string> subjectIds, CancellationToken cancellationToken = default);
    /// <summary>As <see cref="KeysForReadAsync"/>, and null too where the key cannot be opened: one damaged key does
    /// not stop the others.</summary>
    Task<IReadOnlyList<SubjectKey?>> KeysThatOpenAsync(
        DbSession session, IReadOnlyList<string> subjectIds, CancellationToken cancellationToken = default);
    /// <summary>How the subjects' keys stand.</summary>
    Task<IReadOnlyDictionary<string, SubjectKeyState>> StatesAsync(
        DbSession session, IReadOnlyCollection<string> subjectIds, CancellationToken cancellationToken = default);
    /// <summary>A join that brings the key of the subject named by an SQL expression along with the row about it, so
    /// that one statement reads both; its columns are <see cref="JoinedKey.Columns"/>.</summary>
    string JoinKey(string subjectExpression);
    /// <summary>The key that <see cref="JoinKey"/> brought, its columns starting at an ordinal; null where it was
    /// destroyed, never made or cannot be opened.</summary>
    SubjectKey? OpenJoined(string subjectId, DbDataReader reader, int ordinal);
    /// <summary>Keyed hash of a canonical value for exact search and uniqueness;
    /// the same value in two fields differs.</summary>
    string BlindIndex(string field, string canonicalValue);
    /// <summary>Destroys the subject's key: everything sealed under it is gone for good,
    /// here and in every backup that lacks it.</summary>
    Task DestroyAsync(DbSession session, string subjectId, CancellationToken cancellationToken = default);
}

/// <summary>One person's key, opened; for any number of threads.</summary>
public abstract class SubjectKey
{
    /// <summary>Whose key.</summary>
    public abstract string SubjectId { get; }
    /// <summary>Seals a value; <paramref name="field"/> is bound in, so a sealed value cannot be moved to another
    /// field.</summary>
    public abstract byte[] Seal(string field, string value);
    /// <summary>Opens a sealed value; throws when it was altered.</summary>
    public abstract string Open(string field, ReadOnlySpan<byte> sealedValue);
}

/// <summary>How a subject's key stands.</summary>
public enum SubjectKeyState
{
    /// <summary>It is there and opens.</summary>
    Present,
    /// <summary>There is none: never made, or lost.</summary>
    Missing,
    /// <summary>It is there and cannot be opened.</summary>
    Damaged,
    /// <summary>It was destroyed.</summary>
    Destroyed,
}

/// <summary>What <see cref="ISealing.JoinKey"/> adds to a statement.</summary>
public static class JoinedKey
{
    /// <summary>Its columns, to be selected together and in this order.</summary>
    public const string Columns = "subject_key.wrapped, subject_key.destroyed_at";
}

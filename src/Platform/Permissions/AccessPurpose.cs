namespace Lingnan.Platform.Permissions;

/// <summary>Why personal data is read, as the reader declares it; it is written to the audit log and shown to the
/// person.</summary>
/// <param name="Purpose">A sentence, 2 to 200 characters.</param>
/// <param name="CaseNumber">Case or task number the read belongs to; only the platform itself has none.</param>
public sealed record AccessPurpose(string Purpose, string? CaseNumber)
{
    /// <summary>HTTP header with the purpose, percent-encoded UTF-8.</summary>
    public const string PurposeHeader = "X-Lingnan-Purpose";

    /// <summary>HTTP header with the case or task number, percent-encoded UTF-8.</summary>
    public const string CaseHeader = "X-Lingnan-Case";
}

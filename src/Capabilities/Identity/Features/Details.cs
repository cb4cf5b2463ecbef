using System.Text.Encodings.Web;
using System.Text.Json;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;

namespace Lingnan.Identity.Features;

/// <summary>Audit entries of Identity in one shape.</summary>
internal static class Details
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Json(object facts) => JsonSerializer.Serialize(facts, Options);

    /// <summary>An entry about an account; a citizen sees it among those about themselves.</summary>
    public static AuditEntry Entry(Caller caller, string action, Storage.AccountRow account, object? facts = null) =>
        new()
    {
        Caller = caller,
        Action = action,
        Object = account.Reference,
        SubjectId = account.PersonId,
        DetailJson = facts is null ? null : Json(facts),
    };
}

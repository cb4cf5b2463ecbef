using System.Text.Json;

namespace Lingnan.Web.Portal.Features;

/// <summary>The fields that a logged read names.</summary>
internal static class AuditFields
{
    public static IReadOnlyList<string> Of(string? detailJson)
    {
        if (detailJson is null) return [];
        using var detail = JsonDocument.Parse(detailJson);
        return detail.RootElement.ValueKind == JsonValueKind.Object
            && detail.RootElement.TryGetProperty("fields", out var fields) && fields.ValueKind == JsonValueKind.Array
            ? [.. fields.EnumerateArray().Where(f => f.ValueKind == JsonValueKind.String).Select(f => f.GetString()!)]
            : [];
    }
}

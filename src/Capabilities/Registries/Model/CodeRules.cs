using Lingnan.Kernel;
using Lingnan.PackKit.Registries;

namespace Lingnan.Registries.Model;

/// <summary>The fields whose rules are a published standard's: the kernel's types know them.</summary>
internal static class CodeRules
{
    /// <summary>True for the types whose whole text names one thing in the world.</summary>
    public static bool IsStandard(FieldType type) => type
        is FieldType.ResidentId or FieldType.CreditCode or FieldType.OrganizationCode or FieldType.Mobile;

    public static Result<object?> Parse(FieldType type, string text, ValidationContext context) => type switch
    {
        FieldType.ResidentId => ResidentId.Parse(text).Map(v => (object?)v.ToString()),
        _ => Result<object?>.Ok(TextRules.Fold(text)),
    };

    public static string Mask(FieldType type, string text) => type switch
    {
        FieldType.ResidentId => ResidentId.Parse(text) is { IsOk: true } id ? id.Value.ToMasked() : "***",
        _ => text.Length <= 8 ? "***" : text[..3] + "****" + text[^4..],
    };
}

using System.Globalization;
using Lingnan.Kernel;
using Lingnan.PackKit.Registries;

namespace Lingnan.Registries.Model;

/// <summary>The fields whose rules are a published standard's: the kernel's types know them.</summary>
internal static class CodeRules
{
    /// <summary>True for the types whose whole text names one thing in the world.</summary>
    public static bool IsStandard(FieldType type) => type
        is FieldType.ResidentId or FieldType.CreditCode or FieldType.OrganizationCode or FieldType.Mobile;

    /// <summary>The canonical text. Numbers made for demonstration are nobody's, so a real city refuses them.</summary>
    public static Result<object?> Parse(FieldType type, string text, ValidationContext context) => type switch
    {
        FieldType.ResidentId => ResidentId.Parse(text)
        .Then(v => v.IsSynthetic && !context.IsDemo ? Synthetic : Text(v)),
        FieldType.CreditCode => CreditCode.Parse(text)
        .Then(v => v.IsSynthetic && !context.IsDemo ? Synthetic : Text(v)),
        FieldType.OrganizationCode => OrganizationCode.Parse(text).Then(Text),
        FieldType.Region => RegionCode.Parse(text).Then(v => v.IsSynthetic && !context.IsDemo ? Synthetic : Text(v)),
        FieldType.Mobile => MobileNumber.Parse(text).Then(Text),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No standard's code."),
    };

    public static string Mask(FieldType type, string text) => type switch
    {
        FieldType.ResidentId => Masked<ResidentId>(text),
        FieldType.CreditCode => Masked<CreditCode>(text),
        FieldType.OrganizationCode => Masked<OrganizationCode>(text),
        FieldType.Region => Masked<RegionCode>(text),
        FieldType.Mobile => Masked<MobileNumber>(text),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No standard's code."),
    };

    /// <summary>What a field that follows from an identity number must be: the day of birth,
    /// or the code of the sex.</summary>
    public static object? Derived(FieldDeclaration field, string number) =>
        ResidentId.Parse(number) is not { IsOk: true } id ? null
        : field.Type switch
        {
            FieldType.Date => id.Value.BirthDate,
            FieldType.Code => ((int)id.Value.Sex).ToString(CultureInfo.InvariantCulture),
            _ => null,
        };

    /// <summary>The leading digits that every code within a division shares,
    /// or null for a text that is no division.</summary>
    public static string? Stem(string text) => RegionCode.Parse(text) is not { IsOk: true } code ? null
        : code.Value.Level switch
        {
            RegionLevel.Province => text[..2],
            RegionLevel.City => text[..4],
            _ => code.Value.ToString(),
        };

    private static Error Synthetic => RegistriesErrors.SyntheticId();

    private static Result<object?> Text<T>(T code) where T : ICode<T> => Result<object?>.Ok(code.ToString());

    private static string Masked<T>(string text) where T : ICode<T> =>
        T.Parse(text) is { IsOk: true } code ? code.Value.ToMasked() : "***";
}

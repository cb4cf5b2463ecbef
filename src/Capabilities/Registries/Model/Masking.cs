using System.Text;
using Lingnan.PackKit.Registries;

namespace Lingnan.Registries.Model;

/// <summary>What readers without a purpose see of a personal value: enough to tell rows apart,
/// too little to use.</summary>
internal static class Masking
{
    private const string Stars = "***";

    public static bool IsPersonal(FieldDeclaration field) => field.Privacy is Privacy.Personal or Privacy.Sealed;

    public static string Mask(FieldDeclaration field, object value) => IsConstant(field)
        ? Stars
        : MaskText(field, Canonical.Text(value)!);

    /// <summary>The mask of a cell as kept, opened where it was sealed.</summary>
    public static string MaskCell(FieldDeclaration field, object cell) => IsConstant(field)
        ? Stars
        : MaskText(field, (string)cell);

    private static bool IsConstant(FieldDeclaration field) => field.Type is FieldType.Code or FieldType.Number
        or FieldType.Money or FieldType.Reference or FieldType.Geometry;

    private static string MaskText(FieldDeclaration field, string text) => field.Type switch
    {
        FieldType.Text when field.Pinyin => Name(text),
        FieldType.Text => Beginning(text),
        FieldType.Date => string.Concat(text.AsSpan(0, 4), "-**-**"),
        _ => CodeRules.Mask(field.Type, text),
    };

    // 张三 → 张*, 张小三 → 张*三, 阿卜杜拉·买买提 → 阿***提: the number of stars tells no length beyond three.
    private static string Name(string text)
    {
        var length = TextRules.Length(text);
        if (length == 1) return "*";
        Rune.DecodeFromUtf16(text, out _, out var first);
        if (length == 2) return string.Concat(text.AsSpan(0, first), "*");
        Rune.DecodeLastFromUtf16(text, out _, out var last);
        return string.Concat(
            text.AsSpan(0, first), Stars.AsSpan(0, Math.Min(length - 2, Stars.Length)),
            text.AsSpan(text.Length - last));
    }

    // 广东省东莞市莞城街道和平路8号 → 广东省东莞市***: never more than half, never more than six characters.
    private static string Beginning(string text)
    {
        var kept = 0;
        for (var left = Math.Min(6, TextRules.Length(text) / 2); left > 0; left--)
        {
            Rune.DecodeFromUtf16(text.AsSpan(kept), out _, out var used);
            kept += used;
        }
        return string.Concat(text.AsSpan(0, kept), Stars);
    }
}

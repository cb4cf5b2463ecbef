using System.Text;
using Lingnan.PackKit.Registries;

namespace Lingnan.Registries.Model;

/// <summary>What readers without a purpose see of a personal value: enough to tell rows apart,
/// too little to use.</summary>
internal static class Masking
{
    private const int StarsMax = 3;

    public static bool IsPersonal(FieldDeclaration field) => field.Privacy is Privacy.Personal or Privacy.Sealed;

    public static string Mask(FieldDeclaration field, object value)
    {
        var text = Canonical.Text(value)!;
        return field.Type switch
        {
            FieldType.Text when field.Pinyin => Name(text),
            FieldType.Text => Beginning(text),
            FieldType.Date => text[..4] + "-**-**",
            FieldType.Code or FieldType.Number or FieldType.Money or FieldType.Reference
                or FieldType.Geometry => "***",
            _ => CodeRules.Mask(field.Type, text),
        };
    }

    // 张三 → 张*, 张小三 → 张*三, 阿卜杜拉·买买提 → 阿***提: the number of stars tells no length beyond three.
    private static string Name(string text)
    {
        var runes = text.EnumerateRunes().ToList();
        if (runes.Count == 1) return "*";
        var first = runes[0].ToString();
        return runes.Count == 2
            ? first + "*"
            : first + new string('*', Math.Min(runes.Count - 2, StarsMax)) + runes[^1];
    }

    // 广东省东莞市莞城街道和平路8号 → 广东省东莞市***: never more than half, never more than six characters.
    private static string Beginning(string text)
    {
        var kept = new StringBuilder();
        var length = TextRules.Length(text);
        foreach (var rune in text.EnumerateRunes().Take(Math.Min(6, length / 2))) kept.Append(rune.ToString());
        return kept.Append("***").ToString();
    }
}

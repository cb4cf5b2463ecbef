using System.Globalization;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Words;
using Lingnan.Registries.Contracts;
using Lingnan.Web.Kit;

namespace Lingnan.Web.Portal.Features;

/// <summary>Declared fields and their values in words.</summary>
internal static class FieldWords
{
    /// <summary>A value as people read it: codes by their meaning, amounts with separators.</summary>
    public static string Value(IRegisters registers, FieldDeclaration field, object? value) => value switch
    {
        null => "",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        decimal number => Number(field, number),
        string code when field is { Type: FieldType.Code, CodeList: { } list } => Meaning(registers, list, code),
        _ => value.ToString() ?? "",
    };

    /// <summary>Type of a field, with the list or register it refers to.</summary>
    public static string Type(IWords words, FieldDeclaration field) =>
        words["portal.field." + field.Type.ToString().ToLowerInvariant()]
        + (field.Unit is null ? "" : $" ({field.Unit})");

    /// <summary>Privacy class in a word.</summary>
    public static string Class(IWords words, Privacy privacy) =>
        words["portal.privacy." + privacy.ToString().ToLowerInvariant()];

    /// <summary>Colour of a privacy class.</summary>
    public static Tone ToneOf(Privacy privacy) => privacy switch
    {
        Privacy.Public => Tone.Good,
        Privacy.Internal => Tone.Info,
        Privacy.Personal => Tone.Warning,
        _ => Tone.Bad,
    };

    /// <summary>What a value must keep to.</summary>
    public static IReadOnlyList<string> Rules(IWords words, FieldDeclaration field)
    {
        var rules = new List<string>();
        if (field.Required) rules.Add(words["portal.rule.required"]);
        if (field.Unique) rules.Add(words["portal.rule.unique"]);
        if (field.Min is { } min) rules.Add(words.Say("portal.rule.min", ("min", min)));
        if (field.Max is { } max)
            rules.Add(words.Say("portal.rule.max", ("max", max == "today" ? words["portal.rule.today"] : max)));
        if (field.PatternHint is { } hint) rules.Add(hint.ToString());
        if (field.Type == FieldType.Text) rules.Add(words.Say("portal.rule.length", ("max", field.MaxLength)));
        if (field is { Type: FieldType.Number, Scale: > 0 })
            rules.Add(words.Say("portal.rule.scale", ("decimals", field.Scale)));
        if (field.DerivedFrom is not null) rules.Add(words["portal.rule.derived"]);
        return rules;
    }

    private static string Meaning(IRegisters registers, string list, string code) =>
        registers.CodeList(list)?.Items.FirstOrDefault(i => i.Code == code) is { } item ? item.Title.ToString() : code;

    // As many places as the number has: those that only fill up to the scale say nothing.
    private static string Number(FieldDeclaration field, decimal number) =>
        number.ToString(
            field.Type == FieldType.Money ? "N2" : "#,##0." + new string('#', field.Scale),
            CultureInfo.InvariantCulture)
        + (field.Unit is null ? "" : " " + field.Unit);
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Registries.Shapes;

namespace Lingnan.Registries.Model;

/// <summary>Parses one text by its field's type and rules into its canonical value.</summary>
internal static partial class FieldParser
{
    private static readonly ConcurrentDictionary<string, Regex> Patterns = new(StringComparer.Ordinal);

    /// <summary>The value of a trimmed, non-empty text.</summary>
    public static Result<object?> Parse(FieldDeclaration field, string text, ValidationContext context)
    {
        // GeoJSON may run over lines.
        if (field.Type == FieldType.Geometry)
            return ShapeText.Read(text, field.MendRings).Then(s => ShapeRules.Check(s, field.Kind));
        if (TextRules.Forbidden(text) is { } forbidden) return forbidden;
        var value = field.Type switch
        {
            FieldType.Text or FieldType.Reference => Result<object?>.Ok(text),
            FieldType.Number => Number(field, text, field.Scale, context),
            FieldType.Money => Number(field, text, 2, context),
            FieldType.Date => DateParser.Parse(text).Then(d => InRange(field, d, context)),
            FieldType.Code => Code(field, TextRules.Fold(text), context),
            _ => CodeRules.Parse(field.Type, text, context),
        };
        return value.Then(v => v is string s && !context.LookUp ? CheckText(field, s) : Result<object?>.Ok(v));
    }

    private static Result<object?> CheckText(FieldDeclaration field, string text)
    {
        var length = TextRules.Length(text);
        if (length > field.MaxLength) return RegistriesErrors.TooLong(field.MaxLength, length);
        return field.Pattern is { } pattern && !Compiled(pattern).IsMatch(text)
            ? RegistriesErrors.Pattern(field.PatternHint ?? new LocalText(pattern, pattern))
            : Result<object?>.Ok(text);
    }

    private static Regex Compiled(string pattern) => Patterns.GetOrAdd(
        pattern, static p => new Regex($@"\A(?:{p})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));

    private static Result<object?> Code(FieldDeclaration field, string text, ValidationContext context)
    {
        if (context.CodeList(field.CodeList!) is not { } list) return RegistriesErrors.UnknownCode(field.CodeList!);
        // People write the word as often as the code; one word that names one code is no doubt about what is meant.
        var item = list.Items.FirstOrDefault(i => i.Code == text)
            ?? list.Items.FirstOrDefault(i => i.Title.Zh == text
                || i.Title.En.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (item is null) return RegistriesErrors.UnknownCode(list.Name);
        if (context.LookUp) return Result<object?>.Ok(item.Code);
        if (item.From > context.Today) return RegistriesErrors.CodeNotYetValid(item.From.Value);
        if (item.To < context.Today) return RegistriesErrors.CodeNoLongerValid(item.To.Value);
        return Result<object?>.Ok(item.Code);
    }

    private static Result<object?> Number(FieldDeclaration field, string text, int scale, ValidationContext context)
    {
        var folded = TextRules.Fold(text);
        if (!NumberShape().IsMatch(folded)
            || !decimal.TryParse(folded, NumberStyles.Number, CultureInfo.InvariantCulture, out var number))
            return RegistriesErrors.NotNumber();
        if (decimal.Round(number, scale) != number) return RegistriesErrors.TooManyPlaces(scale);
        if (!context.LookUp && field.Min is { } min && number < Bound(min)) return RegistriesErrors.TooSmall(min);
        if (!context.LookUp && field.Max is { } max && number > Bound(max)) return RegistriesErrors.TooLarge(max);
        var greatest = Scaled.Greatest(scale);
        if (number < -greatest) return RegistriesErrors.TooSmall((-greatest).ToString(CultureInfo.InvariantCulture));
        if (number > greatest) return RegistriesErrors.TooLarge(greatest.ToString(CultureInfo.InvariantCulture));
        return Result<object?>.Ok(decimal.Round(number, scale));
    }

    private static Result<object?> InRange(FieldDeclaration field, DateOnly date, ValidationContext context)
    {
        if (context.LookUp) return Result<object?>.Ok(date);
        if (field.Min is { } min && date < Day(min, context)) return RegistriesErrors.TooSmall(Iso(Day(min, context)));
        if (field.Max is { } max && date > Day(max, context)) return RegistriesErrors.TooLarge(Iso(Day(max, context)));
        return Result<object?>.Ok(date);
    }

    private static decimal Bound(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static DateOnly Day(string text, ValidationContext context) => text == "today"
        ? context.Today
        : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^[+-]?([0-9]{1,18}|[0-9]{1,3}(,[0-9]{3}){1,5})(\.[0-9]{1,10})?$", RegexOptions.ExplicitCapture)]
    private static partial Regex NumberShape();
}

using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Statistics;

/// <summary>One group of a count: a field, and how much of its value counts.</summary>
internal sealed record Grouping(string Text, PhysicalField Field, int? Length)
{
    public string Expression => Length is { } digits
        ? $"SUBSTR({Field.Value.Name}, 1, {digits})"
        : Field.Value.Name;

    /// <summary>The group of a text such as <c>birthDate:year</c>, or why there is none.</summary>
    public static Result<Grouping> Of(PhysicalTable table, string text)
    {
        var parts = text.Split(':', 2);
        var part = parts.Length == 2 ? parts[1] : "";
        if (table.Live.FirstOrDefault(f => f.Field.Name == parts[0]) is not { IsSealed: false } field)
            return RegistriesErrors.BadGroup(text);
        return (field.Field.Type, part) switch
        {
            (FieldType.Code, "") => new Grouping(text, field, null),
            (FieldType.Region, "") => new Grouping(text, field, null),
            (FieldType.Region, "4" or "6" or "9" or "12") => new Grouping(
                text, field, int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)),
            (FieldType.Date, "" or "year") => new Grouping(text, field, 4),
            (FieldType.Date, "month") => new Grouping(text, field, 7),
            _ => RegistriesErrors.BadGroup(text),
        };
    }
}

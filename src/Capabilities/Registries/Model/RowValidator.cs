using Lingnan.PackKit.Registries;
using Lingnan.Registries.Contracts;

namespace Lingnan.Registries.Model;

/// <summary>Checks the texts of a row against its declaration. Pure: the same texts on the same day give the same
/// answer.</summary>
internal static class RowValidator
{
    /// <summary>The row with typed, canonical values, or every fault of it.</summary>
    public static Validation Validate(
        RegistryDeclaration register, IReadOnlyDictionary<string, string?> texts, ValidationContext context)
    {
        var values = new Dictionary<string, object?>(texts.Count, StringComparer.Ordinal);
        var faults = new List<FieldFault>();
        foreach (var name in texts.Keys)
            if (register.Fields.All(f => f.Name != name)) faults.Add(new(null, RegistriesErrors.UnknownField(name)));

        foreach (var field in register.Fields)
        {
            var derived = Derived(register, field, texts);
            if (TextRules.Trim(texts.GetValueOrDefault(field.Name)) is null && derived is not null)
            {
                values[field.Name] = derived;
                continue;
            }
            if (!texts.TryGetValue(field.Name, out var text))
            {
                if (!context.Partial && IsRequired(register, field))
                    faults.Add(new(field.Name, RegistriesErrors.Required()));
                continue;
            }
            if (TextRules.Trim(text) is not { } trimmed)
            {
                if (IsRequired(register, field)) faults.Add(new(field.Name, RegistriesErrors.Required()));
                values[field.Name] = null;
                continue;
            }
            var parsed = FieldParser.Parse(field, trimmed, context);
            if (parsed.IsOk && derived is not null && !derived.Equals(parsed.Value))
                faults.Add(new(field.Name, RegistriesErrors.Disagrees(register.Field(field.DerivedFrom!).Title)));
            else if (parsed.IsOk) values[field.Name] = parsed.Value;
            else faults.Add(new(field.Name, parsed.Error));
        }
        return faults.Count == 0 ? new(new ValidRow { Values = values }, []) : new(null, faults);
    }

    private static object? Derived(
        RegistryDeclaration register, FieldDeclaration field, IReadOnlyDictionary<string, string?> texts) =>
        field.DerivedFrom is { } source && texts.GetValueOrDefault(source) is { } number
        ? CodeRules.Derived(field, number)
        : null;

    /// <summary>A key of one field names the row, so it cannot be empty; of a joined key a part may be.</summary>
    public static bool IsRequired(RegistryDeclaration register, FieldDeclaration field) =>
        field.Required || (register.Key.Count == 1 && register.Key[0] == field.Name);
}

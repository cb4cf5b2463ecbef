using System.Globalization;
using Lingnan.Kernel;

namespace Lingnan.Registries;

/// <summary>Every error of the registers. Words for each code are in <c>Words/</c>, in both languages.</summary>
internal static class RegistriesErrors
{
    public static Error Required() => new("registries.field.required");
    public static Error UnknownField(string name) => Error.Of("registries.field.unknown", ("name", Cut(name)));
    public static Error TooLong(int max, int length) => Error.Of("registries.field.too-long", ("max", max), ("length", length));
    public static Error BrokenCharacter(int position) =>
        Error.Of("registries.field.broken-character", ("position", position));
    public static Error ControlCharacter(int position, int value) => Error.Of("registries.field.control-character",
        ("position", position), ("character", "U+" + value.ToString("X4", CultureInfo.InvariantCulture)));
    public static Error Pattern(LocalText hint) =>
        Error.Of("registries.field.pattern", ("hintZh", hint.Zh), ("hintEn", hint.En));
    public static Error NotNumber() => new("registries.field.not-number");
    public static Error TooManyPlaces(int scale) => Error.Of("registries.field.too-many-places", ("scale", scale));
    public static Error TooSmall(string min) => Error.Of("registries.field.too-small", ("min", min));
    public static Error TooLarge(string max) => Error.Of("registries.field.too-large", ("max", max));
    public static Error NotDate() => new("registries.field.not-date");
    public static Error ImpossibleMonth(int month) => Error.Of("registries.field.impossible-month", ("month", month));
    public static Error ImpossibleDay(int year, int month, int day, int last) => Error.Of(
        "registries.field.impossible-day", ("year", year), ("month", month), ("day", day), ("last", last));
    public static Error UnknownCode(string list) => Error.Of("registries.field.unknown-code", ("list", list));
    public static Error CodeNotYetValid(DateOnly from) =>
        Error.Of("registries.field.code-not-yet-valid", ("from", Iso(from)));
    public static Error CodeNoLongerValid(DateOnly to) =>
        Error.Of("registries.field.code-no-longer-valid", ("to", Iso(to)));
    public static Error Disagrees(LocalText other, string expected) => Error.Of("registries.field.disagrees",
        ("otherZh", other.Zh), ("otherEn", other.En), ("expected", expected));
    public static Error SyntheticId() => new("registries.field.synthetic-id");

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    private static string Cut(string text) => text.Length <= 100 ? text : text[..100];
}

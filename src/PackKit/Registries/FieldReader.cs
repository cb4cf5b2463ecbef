using System.Globalization;
using System.Text.RegularExpressions;
using Lingnan.PackKit.Loading;
using YamlDotNet.RepresentationModel;

namespace Lingnan.PackKit.Registries;

/// <summary>Reads one field and checks what concerns it alone.</summary>
internal static class FieldReader
{
    // Which keys say something for which types; elsewhere they would be read and do nothing.
    private static readonly Dictionary<string, FieldType[]> KeysOfTypes = new(StringComparer.Ordinal)
    {
        ["min"] = [FieldType.Number, FieldType.Money, FieldType.Date],
        ["max"] = [FieldType.Number, FieldType.Money, FieldType.Date],
        ["pattern"] = [FieldType.Text],
        ["maxLength"] = [FieldType.Text],
        ["pinyin"] = [FieldType.Text],
        ["scale"] = [FieldType.Number],
        ["unit"] = [FieldType.Number],
        ["codeList"] = [FieldType.Code],
        ["target"] = [FieldType.Reference],
        ["derivedFrom"] = [FieldType.Date, FieldType.Code],
        ["kind"] = [FieldType.Geometry],
        ["datum"] = [FieldType.Geometry],
        ["mendRings"] = [FieldType.Geometry],
        ["units"] = [FieldType.Geometry],
        ["unitField"] = [FieldType.Geometry],
        ["unitsWhere"] = [FieldType.Geometry],
    };

    public static FieldDeclaration Read(PackFileReader reader, YamlMappingNode map)
    {
        var type = PackFileReader.Choice(map, "type", FieldType.Text);
        if (PackFileReader.Text(map, "type") is { } written) CheckKeys(reader, map, type, written);
        CheckPattern(reader, map);
        CheckBounds(reader, map, type);
        return new FieldDeclaration
        {
            Name = PackFileReader.Text(map, "name") ?? "",
            Title = PackFileReader.WordsOrNone(map, "title"),
            Hint = PackFileReader.Words(map, "hint"),
            Type = type,
            Required = PackFileReader.Flag(map, "required"),
            Unique = PackFileReader.Flag(map, "unique"),
            Indexed = PackFileReader.Flag(map, "indexed"),
            Min = PackFileReader.Text(map, "min"),
            Max = PackFileReader.Text(map, "max"),
            Pattern = PackFileReader.Text(map, "pattern"),
            PatternHint = PackFileReader.Words(map, "patternHint"),
            MaxLength = PackFileReader.Whole(map, "maxLength", 200),
            Scale = PackFileReader.Whole(map, "scale"),
            Unit = PackFileReader.Text(map, "unit"),
            CodeList = Refer(reader, map, "codeList", "code list"),
            Target = Refer(reader, map, "target", "register"),
            Kind = PackFileReader.Choice(map, "kind", GeometryKind.Any),
            Datum = PackFileReader.Choice(map, "datum", GeometryDatum.Wgs84),
            MendRings = PackFileReader.Flag(map, "mendRings"),
            Units = Refer(reader, map, "units", "register"),
            UnitField = PackFileReader.Text(map, "unitField"),
            UnitsWhere = PackFileReader.Text(map, "unitsWhere"),
            DerivedFrom = PackFileReader.Text(map, "derivedFrom"),
            Privacy = PackFileReader.Choice(map, "privacy", Privacy.Internal),
            Aliases = PackFileReader.Texts(map, "aliases"),
            Pinyin = PackFileReader.Flag(map, "pinyin"),
        };
    }

    private static string? Refer(PackFileReader reader, YamlMappingNode map, string key, string kind) =>
        PackFileReader.Text(map, key) is { } name ? reader.Refer(kind, name, PackFileReader.Node(map, key)!) : null;

    private static void CheckKeys(PackFileReader reader, YamlMappingNode map, FieldType type, string written)
    {
        foreach (var (key, types) in KeysOfTypes)
            if (PackFileReader.Node(map, key) is { } node && !types.Contains(type))
                reader.Fault(node, "pack.key-not-for-type", $"'{key}' means nothing for the type '{written}'.",
                    $"Remove it, or choose a type of {Names(types)}.");
    }

    private static string Names(FieldType[] types) =>
        string.Join(", ", types.Select(t => t.ToString().ToLowerInvariant()));

    private static void CheckPattern(PackFileReader reader, YamlMappingNode map)
    {
        if (PackFileReader.Text(map, "pattern") is not { } pattern) return;
        try
        {
            _ = new Regex($@"\A(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            reader.Fault(PackFileReader.Node(map, "pattern")!, "pack.bad-pattern",
                $"The pattern {FaultList.Quote(pattern)} cannot be used: {e.Message.TrimEnd('.')}.",
                "Correct it; back references, look-around and atomic groups are refused, as they can stall the city.");
        }
    }

    private static void CheckBounds(PackFileReader reader, YamlMappingNode map, FieldType type)
    {
        if (type == FieldType.Date) Compare(reader, map, Day(reader, map, "min"), Day(reader, map, "max"));
        else if (type is FieldType.Number or FieldType.Money) Compare(reader, map, Number(reader, map, "min"),
            Number(reader, map, "max"));
    }

    private static void Compare<T>(PackFileReader reader, YamlMappingNode map, T? min, T? max) where T : struct,
        IComparable<T>
    {
        if (min is { } least && max is { } greatest && least.CompareTo(greatest) > 0)
            reader.Fault(PackFileReader.Node(map, "min")!, "pack.min-above-max",
                "min is greater than max, so no value fits.",
                "Exchange min and max, or correct one of them.");
    }

    private static decimal? Number(PackFileReader reader, YamlMappingNode map, string key)
    {
        if (PackFileReader.Text(map, key) is not { } text) return null;
        if (decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture, out var number))
            return number;
        reader.Fault(PackFileReader.Node(map, key)!, "pack.bad-bound", $"{FaultList.Quote(text)} is not a number.",
            "Write a number in quotes, for example '0.01'.");
        return null;
    }

    private static DateOnly? Day(PackFileReader reader, YamlMappingNode map, string key) =>
        PackFileReader.Text(map, key) == "today" ? null : reader.Day(map, key);
}

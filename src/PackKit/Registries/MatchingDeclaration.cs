namespace Lingnan.PackKit.Registries;

/// <summary>How rows of a register that mean the same thing are found.</summary>
public sealed record MatchingDeclaration
{
    /// <summary>Fields of which one equal value decides, such as an identity number.</summary>
    public required IReadOnlyList<string> Certain { get; init; }
    /// <summary>Rows are compared when they agree in all parts of one of these.</summary>
    public required IReadOnlyList<IReadOnlyList<BlockPart>> Blocks { get; init; }
    /// <summary>What is compared.</summary>
    public required IReadOnlyList<FieldComparison> Compare { get; init; }
    /// <summary>Likeness in hundredths from which two rows are taken for one.</summary>
    public required int Match { get; init; }
    /// <summary>Likeness in hundredths from which a person decides.</summary>
    public required int Review { get; init; }
}

/// <summary>What of a value must agree before rows are compared at all.</summary>
public enum BlockForm
{
    /// <summary>The whole value.</summary>
    Whole,
    /// <summary>How a Chinese text is read, without tones.</summary>
    Pinyin,
    /// <summary>The first letters of how it is read.</summary>
    Initials,
    /// <summary>The first character.</summary>
    First,
    /// <summary>Year of a date.</summary>
    Year,
    /// <summary>Month and day of a date.</summary>
    Day,
    /// <summary>County of a region.</summary>
    County,
    /// <summary>Town of a region.</summary>
    Town,
}

/// <summary>A part of a block.</summary>
/// <param name="Field">Name of the field.</param>
/// <param name="Form">What of its value.</param>
public sealed record BlockPart(string Field, BlockForm Form);

/// <summary>A way to compare values.</summary>
public enum Likeness
{
    /// <summary>Equal or not.</summary>
    Exact,
    /// <summary>Names of persons: characters, else how they are read.</summary>
    Name,
    /// <summary>How texts are read.</summary>
    Pinyin,
    /// <summary>Dates, of which a part may be mistaken.</summary>
    Date,
    /// <summary>Addresses: words and numbers.</summary>
    Address,
    /// <summary>Numbers and codes, of which a digit may be mistaken.</summary>
    Code,
}

/// <summary>How a field is compared, and how much it counts.</summary>
/// <param name="Field">Name of the field.</param>
/// <param name="By">The way.</param>
/// <param name="Weight">Weight, 1 to 100.</param>
public sealed record FieldComparison(string Field, Likeness By, int Weight);

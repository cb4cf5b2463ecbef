namespace Lingnan.Cities.Incoming;

/// <summary>A person as another bureau sends it: with that bureau's slips, gaps and spellings.</summary>
/// <param name="Number">Number of the row, from 0.</param>
/// <param name="ResidentId">Resident number; often missing, sometimes wrong.</param>
/// <param name="Name">Name.</param>
/// <param name="Sex">1 or 2, or null.</param>
/// <param name="BirthDate">yyyy-MM-dd, or null.</param>
/// <param name="Division">Code of the division of the address, or null.</param>
/// <param name="Address">Address as one text, or null.</param>
/// <param name="Mobile">Mobile number, or null.</param>
public sealed record IncomingRow(
    int Number, string? ResidentId, string Name, string? Sex, string? BirthDate, string? Division, string? Address,
    string? Mobile);

/// <summary>What an incoming row really is about.</summary>
/// <param name="Number">Number of the row.</param>
/// <param name="Kind">Whether the city knows the person and, if not, whom it is easily taken for.</param>
/// <param name="Person">Number of the person in the city, or null for a person whom the city does not know.</param>
/// <param name="ResidentId">The person's real resident number, or null with <paramref name="Person"/>.</param>
/// <param name="Near">Number of the person a hard negative was made after, or null.</param>
/// <param name="Slips">What is wrong with the row.</param>
public sealed record IncomingTruth(
    int Number, IncomingKind Kind, int? Person, string? ResidentId, int? Near, IncomingSlips Slips);

/// <summary>What kind of person a row is about.</summary>
public enum IncomingKind
{
    /// <summary>A person of the city.</summary>
    Known,

    /// <summary>A person who is not in the city.</summary>
    New,

    /// <summary>Not in the city; name, sex and birth date are those of a person who is.</summary>
    Namesake,

    /// <summary>Not in the city; birth date, address and surname are those of a person who is.</summary>
    Twin,

    /// <summary>Not in the city; address and surname are those of a person who is.</summary>
    Sibling,
}

/// <summary>What a bureau did to a row. A slip is told only when it changed the row.</summary>
[Flags]
public enum IncomingSlips
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>No resident number.</summary>
    NumberMissing = 1 << 0,

    /// <summary>One digit of the resident number is another.</summary>
    NumberDigit = 1 << 1,

    /// <summary>One character of the name is another of the same sound.</summary>
    Homophone = 1 << 2,

    /// <summary>One character of the name is another that looks like it.</summary>
    LookAlike = 1 << 3,

    /// <summary>A rare character became a plainer one or a mark that stands for it.</summary>
    RareReplaced = 1 << 4,

    /// <summary>The middle dot is another character, or gone.</summary>
    DotVariant = 1 << 5,

    /// <summary>Another surname: before or after a marriage.</summary>
    SurnameChanged = 1 << 6,

    /// <summary>Digits and letters in full width.</summary>
    FullWidth = 1 << 7,

    /// <summary>Day and month changed places.</summary>
    DayMonthSwapped = 1 << 8,

    /// <summary>One digit of the birth date is another.</summary>
    BirthDigit = 1 << 9,

    /// <summary>No birth date.</summary>
    BirthMissing = 1 << 10,

    /// <summary>The address leaves out the town and the words for house, building and room.</summary>
    AddressShort = 1 << 11,

    /// <summary>The parts of the address are in another order.</summary>
    AddressReordered = 1 << 12,

    /// <summary>The person lives elsewhere now, or did when the bureau wrote it down.</summary>
    Moved = 1 << 13,

    /// <summary>No address and no division.</summary>
    AddressMissing = 1 << 14,

    /// <summary>No mobile number.</summary>
    MobileMissing = 1 << 15,

    /// <summary>Another mobile number.</summary>
    MobileChanged = 1 << 16,

    /// <summary>No sex.</summary>
    SexMissing = 1 << 17,

    /// <summary>The other sex.</summary>
    SexWrong = 1 << 18,

    /// <summary>A space within the name.</summary>
    NameSpaced = 1 << 19,
}

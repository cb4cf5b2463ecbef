namespace Lingnan.Cities.Incoming;

/// <summary>
/// How often what happens. Kinds are shares of all rows and leave the rest to known persons; slips are shares of the
/// rows to which they can happen (a digit can be wrong only in a number that is there), each rolled on its own.
/// The rates are chosen, not measured: they are of the order that reports on merging registers of several bureaus tell.
/// </summary>
internal static class IncomingRates
{
    public const double New = 0.10;
    public const double Namesake = 0.03;
    public const double Twin = 0.03;
    public const double Sibling = 0.04;

    public const double NumberMissing = 0.60;
    public const double NumberDigit = 0.02;
    public const double Homophone = 0.03;
    public const double LookAlike = 0.01;
    public const double RareReplaced = 0.50;
    public const double DotVariant = 0.60;
    public const double SurnameChanged = 0.01;
    public const double NameSpaced = 0.01;
    public const double FullWidth = 0.03;
    public const double DayMonthSwapped = 0.02;
    public const double BirthDigit = 0.015;
    public const double BirthMissing = 0.01;
    public const double Moved = 0.12;
    public const double AddressShort = 0.25;
    public const double AddressReordered = 0.05;
    public const double AddressMissing = 0.02;
    public const double MobileMissing = 0.25;
    public const double MobileChanged = 0.15;
    public const double SexMissing = 0.02;
    public const double SexWrong = 0.003;
}

namespace Lingnan.Cities;

/// <summary>A division of the city: city, county, town or village.</summary>
/// <param name="Code">6, 9 or 12 digits.</param>
/// <param name="Name">Name.</param>
/// <param name="Parent">Code of the division above, or null for the city.</param>
public sealed record DemoDivision(string Code, string Name, string? Parent);

/// <summary>A standard address.</summary>
public sealed record DemoAddress(
    string No, string Division, string Town, string Road, string Number, string Building, string Room)
{
    /// <summary>The address as people write it.</summary>
    public string Text => $"{Town}{Road}{Number}号{Building}{Room}";
}

/// <summary>A person. The resident number lies in the never-assigned block 990000-999999.</summary>
public sealed record DemoPerson(
    string ResidentId, string Name, string Sex, DateOnly BirthDate, string Ethnic, string Division, DemoAddress Address,
    string? Mobile, string HouseholdNo, string Relation, bool IsHead);

/// <summary>What one holds in a company, in hundredths: a company or a person of the city, or one that is only
/// named.</summary>
public sealed record DemoHolding(
    string Entity, string Holder, string Kind, string? HolderEntity, string? HolderPerson, decimal Share);

/// <summary>A person's work at a company, with its last day where it has ended.</summary>
public sealed record DemoEmployment(
    string Person, string Entity, string Division, string Post, DateOnly Start, DateOnly? End);

/// <summary>A branch of a company.</summary>
public sealed record DemoBranch(
    string CreditCode, string Parent, string Name, DemoAddress Address, DateOnly Established, string Status);

/// <summary>A company or organisation.</summary>
public sealed record DemoEntity(
    string CreditCode, string Name, string LegalRepresentative, decimal CapitalWan, string Industry,
    DemoAddress Address, DateOnly Established, string Status);

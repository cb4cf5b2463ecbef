using Lingnan.Kernel;

namespace Lingnan.PackKit.Registries;

/// <summary>Type of a field. The names in YAML are kebab-case (<c>resident-id</c>).</summary>
public enum FieldType
{
    /// <summary>Free text.</summary>
    Text,
    /// <summary>Citizen identity number, GB 11643.</summary>
    ResidentId,
    /// <summary>Unified social credit code, GB 32100.</summary>
    CreditCode,
    /// <summary>Organisation code, GB 11714.</summary>
    OrganizationCode,
    /// <summary>Region code of 6, 9 or 12 digits.</summary>
    Region,
    /// <summary>Mobile number of the mainland.</summary>
    Mobile,
    /// <summary>Code of a declared code list.</summary>
    Code,
    /// <summary>Decimal number with a declared number of places.</summary>
    Number,
    /// <summary>Amount in yuan with two places.</summary>
    Money,
    /// <summary>Calendar date.</summary>
    Date,
    /// <summary>Internal id of a row of another register.</summary>
    Reference,
    /// <summary>A point, line or area in degrees of longitude and latitude.</summary>
    Geometry,
}

/// <summary>Which geometries a field takes.</summary>
public enum GeometryKind
{
    /// <summary>Points, lines and areas.</summary>
    Any,
    /// <summary>One point.</summary>
    Point,
    /// <summary>An area: one polygon or several.</summary>
    Area,
}

/// <summary>Coordinate system of a field's longitudes and latitudes, as its source states it. Values are kept as they
/// come; none is converted.</summary>
public enum GeometryDatum
{
    /// <summary>WGS 84.</summary>
    Wgs84,
    /// <summary>China Geodetic Coordinate System 2000; within a metre of WGS 84.</summary>
    Cgcs2000,
    /// <summary>GCJ-02, moved by some hundred metres.</summary>
    Gcj02,
    /// <summary>The source does not say.</summary>
    Unstated,
}

/// <summary>Privacy class of a field.</summary>
public enum Privacy
{
    /// <summary>Anyone may see it.</summary>
    Public,
    /// <summary>Officers who may read the register see it.</summary>
    Internal,
    /// <summary>Personal: masked unless permitted with purpose; such reads are logged.</summary>
    Personal,
    /// <summary>Sensitive personal: as Personal, and sealed at rest under the person's key.</summary>
    Sealed,
}

/// <summary>A declared field.</summary>
public sealed record FieldDeclaration
{
    /// <summary>Name in APIs and columns, camelCase.</summary>
    public required string Name { get; init; }
    /// <summary>Title; also accepted as a column header in imports, in both languages.</summary>
    public required LocalText Title { get; init; }
    /// <summary>What it means, or null when the title says all.</summary>
    public LocalText? Hint { get; init; }
    /// <summary>Type.</summary>
    public required FieldType Type { get; init; }
    /// <summary>True when a row without it is refused.</summary>
    public bool Required { get; init; }
    /// <summary>True when no two rows may share a value.</summary>
    public bool Unique { get; init; }
    /// <summary>True when the list may be filtered by it (an index is kept).</summary>
    public bool Indexed { get; init; }
    /// <summary>Least value, inclusive, as text of the field's type (number, money, date), or null.</summary>
    public string? Min { get; init; }
    /// <summary>Greatest value, inclusive, or null. For dates <c>today</c> is allowed.</summary>
    public string? Max { get; init; }
    /// <summary>Regular expression the whole text must match (.NET syntax, non-backtracking), or null.</summary>
    public string? Pattern { get; init; }
    /// <summary>What the pattern asks for, in words; present with <see cref="Pattern"/>.</summary>
    public LocalText? PatternHint { get; init; }
    /// <summary>Most Unicode characters of a text, 1 to 4000.</summary>
    public int MaxLength { get; init; } = 200;
    /// <summary>Decimal places of a number, 0 to 6.</summary>
    public int Scale { get; init; }
    /// <summary>Unit of a number in UCUM or Chinese legal units (<c>m2</c>, <c>万元</c>), or null.</summary>
    public string? Unit { get; init; }
    /// <summary>Code list (<c>pack:list</c>) of a code.</summary>
    public string? CodeList { get; init; }
    /// <summary>Register (<c>pack:table</c>) a reference points to.</summary>
    public string? Target { get; init; }
    /// <summary>Which geometries a geometry field takes.</summary>
    public GeometryKind Kind { get; init; }
    /// <summary>Coordinate system of a geometry field.</summary>
    public GeometryDatum Datum { get; init; }
    /// <summary>True when open rings of a geometry are closed where their ends are no farther apart than their longest
    /// edge, and inner rings of less than three points, which hold no ground, are left out; else both are
    /// refused.</summary>
    public bool MendRings { get; init; }
    /// <summary>Register (<c>pack:table</c>) of the units that this field's areas should cover one by one, or
    /// null.</summary>
    public string? Units { get; init; }
    /// <summary>Field of this register that names the unit of an area, by the key or the title of the unit; present
    /// with <see cref="Units"/>.</summary>
    public string? UnitField { get; init; }
    /// <summary>Which rows of <see cref="Units"/> should have an area, as a filter expression; null for all.</summary>
    public string? UnitsWhere { get; init; }
    /// <summary>Privacy class.</summary>
    public Privacy Privacy { get; init; } = Privacy.Internal;
    /// <summary>Further column headers accepted in imports.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];
    /// <summary>True when texts are ordered by pinyin (names); else by code point.</summary>
    public bool Pinyin { get; init; }
    /// <summary>Name of a resident-id field this one follows from, or null: a date is the day of birth in that number,
    /// a code
    /// is the sex in it (GB/T 2261.1: <c>1</c> or <c>2</c>). When the number is present an absent value is filled in
    /// and
    /// one that disagrees is refused.</summary>
    public string? DerivedFrom { get; init; }
}

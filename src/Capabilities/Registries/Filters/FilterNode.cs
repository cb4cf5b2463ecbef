namespace Lingnan.Registries.Filters;

/// <summary>Where in its text something stood: the column, from 1, or 0 when it was never text. All places are equal,
/// so that two expressions that say the same are.</summary>
internal readonly struct Place(int column) : IEquatable<Place>
{
    public int Column => column;
    public bool Equals(Place other) => true;
    public override bool Equals(object? obj) => obj is Place;
    public override int GetHashCode() => 0;
}

/// <summary>How two values are compared.</summary>
internal enum Sign
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary>A value as written. Its type is the field's, so it stays text until the field is known.</summary>
internal readonly record struct FilterValue(Place At, string Text, bool IsQuoted);

/// <summary>A condition on rows, not yet known to fit a register.</summary>
internal abstract record FilterNode(Place At);

/// <summary>Both hold.</summary>
internal sealed record And(Place At, FilterNode Left, FilterNode Right) : FilterNode(At);

/// <summary>At least one holds.</summary>
internal sealed record Or(Place At, FilterNode Left, FilterNode Right) : FilterNode(At);

/// <summary>It does not hold.</summary>
internal sealed record Not(Place At, FilterNode Inner) : FilterNode(At);

/// <summary>A condition on one field.</summary>
internal abstract record FieldNode(Place At, string Field) : FilterNode(At);

/// <summary><c>field &lt;= value</c>.</summary>
internal sealed record Comparison(Place At, string Field, Sign Sign, FilterValue Value) : FieldNode(At, Field);

/// <summary><c>field starts 'text'</c>.</summary>
internal sealed record Starts(Place At, string Field, FilterValue Value) : FieldNode(At, Field);

/// <summary><c>field is null</c>, or <c>is not null</c>.</summary>
internal sealed record Absence(Place At, string Field, bool IsAbsent) : FieldNode(At, Field);

/// <summary><c>field in (a, b)</c>.</summary>
internal sealed record OneOf(Place At, string Field, IReadOnlyList<FilterValue> Values) : FieldNode(At, Field)
{
    public bool Equals(OneOf? other) => other is not null && Field == other.Field && Values.SequenceEqual(other.Values);
    public override int GetHashCode() => HashCode.Combine(Field, Values.Count);
}

/// <summary>The box around a geometry meets this one.</summary>
internal sealed record Meets(Place At, string Field, FilterValue Box) : FieldNode(At, Field);

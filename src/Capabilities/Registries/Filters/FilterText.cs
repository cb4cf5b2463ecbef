namespace Lingnan.Registries.Filters;

/// <summary>Prints expressions so that reading them again gives the same.</summary>
internal static class FilterText
{
    public static string Print(FilterNode node) => node switch
    {
        Or or => $"{Print(or.Left)} or {(or.Right is Or ? Bracket(or.Right) : Print(or.Right))}",
        And and => $"{(and.Left is Or ? Bracket(and.Left) : Print(and.Left))} and "
            + (and.Right is Or or And ? Bracket(and.Right) : Print(and.Right)),
        Not not => "not " + (not.Inner is Or or And ? Bracket(not.Inner) : Print(not.Inner)),
        Comparison c => $"{Name(c.Field)} {Symbol(c.Sign)} {Value(c.Value)}",
        Starts s => $"{Name(s.Field)} starts {Value(s.Value)}",
        Absence a => $"{Name(a.Field)} is {(a.IsAbsent ? "" : "not ")}null",
        Meets m => $"{Name(m.Field)} meets {Value(m.Box)}",
        OneOf o => $"{Name(o.Field)} in ({string.Join(", ", o.Values.Select(Value))})",
        _ => throw new ArgumentException($"No expression holds a {node.GetType().Name}.", nameof(node)),
    };

    /// <summary>Names of the fields an expression asks about.</summary>
    public static IEnumerable<string> Fields(FilterNode node) => node switch
    {
        And and => Fields(and.Left).Concat(Fields(and.Right)),
        Or or => Fields(or.Left).Concat(Fields(or.Right)),
        Not not => Fields(not.Inner),
        _ => [((FieldNode)node).Field],
    };

    public static string Symbol(Sign sign) => sign switch
    {
        Sign.Equal => "=",
        Sign.NotEqual => "!=",
        Sign.Less => "<",
        Sign.LessOrEqual => "<=",
        Sign.Greater => ">",
        _ => ">=",
    };

    private static string Bracket(FilterNode node) => $"({Print(node)})";

    private static string Name(string field) =>
        FilterParser.IsKeyword(field) || field.Length == 0 || !char.IsAsciiLetter(field[0])
            || !field.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
        ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : field;

    private static string Value(FilterValue value) => value.IsQuoted
        ? $"'{value.Text.Replace("'", "''", StringComparison.Ordinal)}'"
        : value.Text;
}

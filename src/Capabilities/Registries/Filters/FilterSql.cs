using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Sealing;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Model;
using Lingnan.Registries.Shapes;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Filters;

/// <summary>
/// Turns expressions into conditions on one register's table. Every field it names has an index. What the expression
/// would tell of values that its reader sees masked is noted in <see cref="NeedsRead"/> and <see cref="NeedsUnmask"/>.
/// </summary>
internal sealed class FilterSql(PhysicalTable table, ValidationContext lookUp, ISealing sealing)
{
    private readonly Dictionary<string, int> _guesses = new(StringComparer.Ordinal);

    /// <summary>Every field that takes part.</summary>
    public List<PhysicalField> Used { get; } = [];

    /// <summary>True when a field that is not public takes part.</summary>
    public bool NeedsRead { get; private set; }

    /// <summary>True when the answer would tell masked values step by step.</summary>
    public bool NeedsUnmask { get; private set; }

    /// <summary>The conditions of a list as one expression; null when there are none.</summary>
    public static Result<FilterNode?> Join(IReadOnlyList<RecordFilter> filters)
    {
        FilterNode? all = null;
        foreach (var filter in filters)
        {
            var node = Node(filter);
            if (!node.IsOk) return node.Error;
            all = all is null ? node.Value : new And(default, all, node.Value);
        }
        return Result<FilterNode?>.Ok(all);
    }

    public Result<Action<SqlText>> Compile(FilterNode node) => Compile(node, isNegated: false);

    private Result<Action<SqlText>> Compile(FilterNode node, bool isNegated) => node switch
    {
        And and => Both(and.Left, and.Right, "AND", isNegated),
        Or or => Both(or.Left, or.Right, "OR", isNegated),
        Not not => Compile(not.Inner, !isNegated).Map<Action<SqlText>>(inner => s =>
        {
            s.Append("NOT (");
            inner(s);
            s.Append(")");
        }),
        FieldNode field => One(field, isNegated),
        _ => throw new ArgumentException($"No expression holds a {node.GetType().Name}.", nameof(node)),
    };

    private Result<Action<SqlText>> Both(FilterNode left, FilterNode right, string word, bool isNegated)
    {
        var first = Compile(left, isNegated);
        if (!first.IsOk) return first;
        return Compile(right, isNegated).Map<Action<SqlText>>(second => s =>
        {
            s.Append("(");
            first.Value(s);
            s.Append($" {word} ");
            second(s);
            s.Append(")");
        });
    }

    private Result<Action<SqlText>> One(FieldNode node, bool isNegated)
    {
        var field = table.Live.FirstOrDefault(f => f.Field.Name == node.Field);
        if (field is null || !PhysicalTable.IsServed(table.Register, field.Field)) return FilterErrors.Field(node);
        if (table.Evolution.Filling.Contains(field.Field.Name))
            return Evolution.EvolutionErrors.Filling(field.Field.Name);
        var isEquality = node is Comparison { Sign: Sign.Equal } or OneOf;
        if (field.IsShape != (node is Meets) && node is not Absence) return FilterErrors.Unfit(node, Operator(node));
        if (field.IsSealed && !isEquality) return FilterErrors.Unfit(node, Operator(node));
        Used.Add(field);
        Note(field, node, isEquality, isNegated);
        return node switch
        {
            Comparison c => Compare(c, field),
            OneOf o => Among(o, field),
            Starts s => Begins(s, field),
            Meets m => ShapeBox.Parse(m.Box.Text) is { } box
                ? Result<Action<SqlText>>.Ok(s => ShapeSql.AppendMeets(s, field, box))
                : RegistriesErrors.FilterValue(m.Field, ShapeErrors.Box()),
            Absence a => Result<Action<SqlText>>.Ok(s => s.Append(
                $"{PhysicalTable.Filterable(field)} {(a.IsAbsent ? "=" : "<>")} {Absent(s, field)}")),
            _ => throw new ArgumentException($"No expression holds a {node.GetType().Name}.", nameof(node)),
        };
    }

    private Result<Action<SqlText>> Compare(Comparison node, PhysicalField field)
    {
        var cell = CellOf(node, node.Value, field);
        if (!cell.IsOk) return cell.Error;
        var expression = PhysicalTable.Filterable(field);
        var sign = node.Sign == Sign.NotEqual ? "<>" : FilterText.Symbol(node.Sign);
        // Absent values stand below all others in the index, but are below nothing in the world.
        var isBelow = node.Sign is Sign.Less or Sign.LessOrEqual;
        return Result<Action<SqlText>>.Ok(s => s.Append(isBelow
            ? $"({expression} {sign} {Parameter(s, cell.Value)} AND {expression} > {Absent(s, field)})"
            : $"{expression} {sign} {Parameter(s, cell.Value)}"));
    }

    private Result<Action<SqlText>> Among(OneOf node, PhysicalField field)
    {
        var cells = new List<object?>(node.Values.Count);
        foreach (var value in node.Values)
        {
            var cell = CellOf(node, value, field);
            if (!cell.IsOk) return cell.Error;
            cells.Add(cell.Value);
        }
        return Result<Action<SqlText>>.Ok(s => s.Append(
            $"{PhysicalTable.Filterable(field)} IN ({string.Join(", ", cells.Select(c => Parameter(s, c)))})"));
    }

    private static Result<Action<SqlText>> Begins(Starts node, PhysicalField field)
    {
        if (field.IsWhole || field.Field.Type == FieldType.Date) return FilterErrors.Unfit(node, Operator(node));
        if (node.Value.Text.Length > RegistriesLimits.FilterValueMax) return RegistriesErrors.TextTooLong();
        var prefix = Begin(field.Field.Type, node.Value.Text.Trim());
        if (TextRules.Forbidden(prefix) is { } bad)
            return FilterErrors.BadValue(node, node.Value.At, field.Field.Type, bad);
        return Result<Action<SqlText>>.Ok(s =>
        {
            if (prefix.Length == 0) s.Append("1 = 1");
            else s.AppendBeginning(field, prefix);
        });
    }

    private Result<object?> CellOf(FieldNode node, FilterValue value, PhysicalField field)
    {
        if (value.Text.Length > RegistriesLimits.FilterValueMax) return RegistriesErrors.TextTooLong();
        var parsed = TextRules.Trim(value.Text) is { } text
            ? FieldParser.Parse(field.Field, text, lookUp)
            : RegistriesErrors.Required();
        return parsed.IsOk
            ? Result<object?>.Ok(Cells.Of(table, field, parsed.Value, sealing))
            : FilterErrors.BadValue(node, value.At, field.Field.Type, parsed.Error);
    }

    // One whole value may be asked for: whoever asks knows it already. A range, an absence, its opposite, or several
    // guesses at once tell the value of rows seen masked, so they take the right to see it.
    private void Note(PhysicalField field, FieldNode node, bool isEquality, bool isNegated)
    {
        if (field.Field.Privacy != Privacy.Public) NeedsRead = true;
        if (!Masking.IsPersonal(field.Field)) return;
        var begins = node is Starts && field.Field.Name == table.Register.TitleField;
        var guesses = node is OneOf list ? list.Values.Distinct().Count() : 1;
        var all = isEquality ? _guesses[field.Field.Name] = _guesses.GetValueOrDefault(field.Field.Name) + guesses : 0;
        if (isNegated || all > 1 || (!isEquality && !begins)) NeedsUnmask = true;
    }

    private static Result<FilterNode> Node(RecordFilter filter)
    {
        var value = new FilterValue(default, filter.Value, IsQuoted: true);
        switch (filter.Operator)
        {
            case "eq": return new Comparison(default, filter.Field, Sign.Equal, value);
            case "ne": return new Comparison(default, filter.Field, Sign.NotEqual, value);
            case "lt": return new Comparison(default, filter.Field, Sign.Less, value);
            case "le": return new Comparison(default, filter.Field, Sign.LessOrEqual, value);
            case "gt": return new Comparison(default, filter.Field, Sign.Greater, value);
            case "ge": return new Comparison(default, filter.Field, Sign.GreaterOrEqual, value);
            case "prefix": return new Starts(default, filter.Field, value);
            case "bbox": return new Meets(default, filter.Field, value);
            case "empty" when bool.TryParse(filter.Value, out var isAbsent):
                return new Absence(default, filter.Field, isAbsent);
            case "empty":
                return RegistriesErrors.FilterValue(filter.Field, RegistriesErrors.FilterShape(filter.Value));
            default: return RegistriesErrors.FilterOperator(filter.Field, filter.Operator);
        }
    }

    private static string Operator(FieldNode node) => node switch
    {
        Comparison c => FilterText.Symbol(c.Sign),
        Starts => "starts",
        OneOf => "in",
        Meets => "bbox",
        _ => "is null",
    };

    /// <summary>The beginning by which values of a type are found: of a division all that lies in it begins with its
    /// significant digits.</summary>
    public static string Begin(FieldType type, string text) => type switch
    {
        FieldType.Text => text,
        FieldType.Region => CodeRules.Stem(text) ?? TextRules.Fold(text),
        _ => TextRules.Fold(text),
    };

    private static string Parameter(SqlText sql, object? cell) =>
        cell is long number ? sql.Parameter(number) : sql.Parameter(Cells.Mark(cell));

    private static string Absent(SqlText sql, PhysicalField field) =>
        field.IsWhole ? sql.Parameter(PhysicalTable.NoNumber) : sql.Parameter("");
}

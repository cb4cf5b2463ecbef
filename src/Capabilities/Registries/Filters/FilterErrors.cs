using Lingnan.Kernel;
using Lingnan.PackKit.Registries;

namespace Lingnan.Registries.Filters;

/// <summary>What may be wrong with an expression: each says the column, what was expected there, and how to mend
/// it.</summary>
internal static class FilterErrors
{
    public static readonly LocalText FieldName = new("字段名、not 或左括号", "a field name, not, or an opening bracket");
    public static readonly LocalText Operator = new(
        "运算符（=、!=、<、<=、>、>=、in、starts、is）", "an operator (=, !=, <, <=, >, >=, in, starts, is)");
    public static readonly LocalText Value = new(
        "值（数字、日期，或单引号内的文字）", "a value (number, date, or text in single quotes)");
    public static readonly LocalText OpeningBracket = new("左括号 (", "an opening bracket (");
    public static readonly LocalText ClosingBracket = new("右括号 )", "a closing bracket )");
    public static readonly LocalText CommaOrBracket = new("逗号或右括号", "a comma or a closing bracket");
    public static readonly LocalText Null = new("null 或 not null", "null or not null");
    public static readonly LocalText Join = new("and、or 或表达式结尾", "and, or, or the end");

    public static Error Expected(FilterToken found, LocalText expected) => Error.Of("registries.where.expected",
        ("column", found.At.Column), ("expected", expected), ("found", found.Kind == FilterTokenKind.End
            ? new LocalText("结尾", "the end") : new LocalText(Cut(found.Text), Cut(found.Text))));
    public static Error Unclosed(int column) => Error.Of("registries.where.unclosed", ("column", column));
    public static Error Character(int column, string character) =>
        Error.Of("registries.where.character", ("column", column), ("character", character));
    public static Error TooLong() => Error.Of("registries.where.length", ("max", RegistriesLimits.WhereCharsMax));
    public static Error TooDeep(Place at) => Error.Of(
        "registries.where.depth", ("column", at.Column), ("max", RegistriesLimits.WhereDepthMax));
    public static Error TooMany(Place at) => Error.Of("registries.where.size", ("column", at.Column),
        ("conditions", RegistriesLimits.WhereConditionsMax), ("values", RegistriesLimits.WhereValuesMax));

    public static Error Field(FieldNode node) => node.At.Column == 0
        ? RegistriesErrors.FilterField(node.Field)
        : Error.Of("registries.where.field", ("column", node.At.Column), ("field", Cut(node.Field)));

    public static Error Unfit(FieldNode node, string op) => node.At.Column == 0
        ? RegistriesErrors.FilterOperator(node.Field, op)
        : Error.Of("registries.where.operator",
            ("column", node.At.Column), ("field", Cut(node.Field)), ("operator", op));

    public static Error BadValue(FieldNode node, Place at, FieldType type, Error cause) => node.At.Column == 0
        ? RegistriesErrors.FilterValue(node.Field, cause)
        : Error.Of("registries.where.value", ("column", at.Column), ("field", Cut(node.Field)),
            ("expected", Form(type)), ("cause", cause.Code));

    private static LocalText Form(FieldType type) => type switch
    {
        FieldType.Date => new("日期，如 2024-02-29", "a date such as 2024-02-29"),
        FieldType.Number or FieldType.Money => new("数字，如 170.5", "a number such as 170.5"),
        FieldType.Region => new("6、9 或 12 位区划代码", "a region code of 6, 9 or 12 digits"),
        FieldType.Code => new("代码表中的代码", "a code of its code list"),
        FieldType.Text => new("不超过限长的文字", "a text that is not too long"),
        _ => new("该字段格式的完整号码", "a whole code in the field's own form"),
    };

    private static string Cut(string text) => text.Length <= 40 ? text : text[..40];
}

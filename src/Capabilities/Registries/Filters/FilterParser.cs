using Lingnan.Kernel;

namespace Lingnan.Registries.Filters;

/// <summary>
/// Reads an expression: <c>birth &gt;= 1990-01-01 and (sex = 1 or not region starts '441900')</c>. <c>not</c> binds
/// closest, then <c>and</c>, then <c>or</c>. Depth and size are bounded, and no text makes it throw.
/// </summary>
internal sealed class FilterParser
{
    private readonly IReadOnlyList<FilterToken> _tokens;
    private int _next;
    private int _depth;
    private int _conditions;
    private int _values;
    private Error? _error;

    private FilterParser(IReadOnlyList<FilterToken> tokens) => _tokens = tokens;

    private FilterToken Next => _tokens[_next];

    /// <summary>The expression, or the first thing wrong with it.</summary>
    public static Result<FilterNode> Parse(string text)
    {
        if (text.Length > RegistriesLimits.WhereCharsMax) return FilterErrors.TooLong();
        var tokens = FilterLexer.Read(text);
        if (!tokens.IsOk) return tokens.Error;
        var parser = new FilterParser(tokens.Value);
        var node = parser.Disjunction();
        if (node is not null && parser.Next.Kind != FilterTokenKind.End)
            return FilterErrors.Expected(parser.Next, FilterErrors.Join);
        return node is null ? parser._error! : node;
    }

    private FilterNode? Disjunction()
    {
        var left = Conjunction();
        while (left is not null && Next.IsWord("or"))
        {
            var at = Take().At;
            left = Conjunction() is { } right ? new Or(at, left, right) : null;
        }
        return left;
    }

    private FilterNode? Conjunction()
    {
        var left = Negation();
        while (left is not null && Next.IsWord("and"))
        {
            var at = Take().At;
            left = Negation() is { } right ? new And(at, left, right) : null;
        }
        return left;
    }

    private FilterNode? Negation()
    {
        if (Next.IsWord("not")) return Deeper(at => Negation() is { } inner ? new Not(at, inner) : null);
        if (!Next.IsSymbol("(")) return Condition();
        return Deeper(_ =>
        {
            var inner = Disjunction();
            if (inner is null || Next.IsSymbol(")"))
            {
                if (inner is not null) Take();
                return inner;
            }
            return Fail(FilterErrors.Expected(Next, FilterErrors.ClosingBracket));
        });
    }

    private FilterNode? Deeper(Func<Place, FilterNode?> read)
    {
        var at = Take().At;
        if (++_depth > RegistriesLimits.WhereDepthMax) return Fail(FilterErrors.TooDeep(at));
        var node = read(at);
        _depth--;
        return node;
    }

    private FilterNode? Condition()
    {
        if (Next.Kind != FilterTokenKind.Name || IsKeyword(Next))
            return Fail(FilterErrors.Expected(Next, FilterErrors.FieldName));
        var field = Take();
        if (++_conditions > RegistriesLimits.WhereConditionsMax) return Fail(FilterErrors.TooMany(field.At));
        if (Next.IsWord("in")) return List(field);
        if (Next.IsWord("is")) return Presence(field);
        if (Next.IsWord("starts"))
        {
            Take();
            return Value() is { } text ? new Starts(field.At, field.Text, text) : null;
        }
        if (Next.Kind != FilterTokenKind.Symbol || SignOf(Next.Text) is not { } sign)
            return Fail(FilterErrors.Expected(Next, FilterErrors.Operator));
        Take();
        return Value() is { } value ? new Comparison(field.At, field.Text, sign, value) : null;
    }

    private FilterNode? List(FilterToken field)
    {
        Take();
        if (!Next.IsSymbol("(")) return Fail(FilterErrors.Expected(Next, FilterErrors.OpeningBracket));
        Take();
        var values = new List<FilterValue>();
        while (Value() is { } value)
        {
            values.Add(value);
            if (Next.IsSymbol(")"))
            {
                Take();
                return new OneOf(field.At, field.Text, values);
            }
            if (!Next.IsSymbol(",")) return Fail(FilterErrors.Expected(Next, FilterErrors.CommaOrBracket));
            Take();
        }
        return null;
    }

    private FilterNode? Presence(FilterToken field)
    {
        Take();
        var isNot = Next.IsWord("not");
        if (isNot) Take();
        if (!Next.IsWord("null")) return Fail(FilterErrors.Expected(Next, FilterErrors.Null));
        Take();
        return new Absence(field.At, field.Text, !isNot);
    }

    private FilterValue? Value()
    {
        if (Next.Kind is FilterTokenKind.Text or FilterTokenKind.Bare)
        {
            var token = Take();
            if (++_values <= RegistriesLimits.WhereValuesMax)
                return new FilterValue(token.At, token.Text, token.Kind == FilterTokenKind.Text);
            Fail(FilterErrors.TooMany(token.At));
            return null;
        }
        Fail(FilterErrors.Expected(Next, FilterErrors.Value));
        return null;
    }

    private FilterToken Take() => _tokens[_next++];

    private FilterNode? Fail(Error error)
    {
        _error ??= error;
        return null;
    }

    /// <summary>True for a word that cannot name a field unless quoted.</summary>
    public static bool IsKeyword(string word) =>
        word.ToLowerInvariant() is "and" or "or" or "not" or "in" or "is" or "null" or "starts";

    private static bool IsKeyword(FilterToken token) => !token.IsQuoted && IsKeyword(token.Text);

    private static Sign? SignOf(string symbol) => symbol switch
    {
        "=" => Sign.Equal,
        "!=" => Sign.NotEqual,
        "<" => Sign.Less,
        "<=" => Sign.LessOrEqual,
        ">" => Sign.Greater,
        ">=" => Sign.GreaterOrEqual,
        _ => null,
    };
}

using System.Text;
using Lingnan.Kernel;

namespace Lingnan.Registries.Filters;

internal enum FilterTokenKind
{
    Name,
    Text,
    Bare,
    Symbol,
    End,
}

/// <summary>A piece of an expression. <paramref name="IsQuoted"/> tells a field named like a keyword from it.</summary>
internal readonly record struct FilterToken(FilterTokenKind Kind, string Text, Place At, bool IsQuoted = false)
{
    public bool IsWord(string word) =>
        Kind == FilterTokenKind.Name && !IsQuoted && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsSymbol(string symbol) => Kind == FilterTokenKind.Symbol && Text == symbol;
}

/// <summary>Cuts an expression into its pieces. Never throws, whatever the text.</summary>
internal static class FilterLexer
{
    private static readonly string[] Symbols = ["!=", "<>", "<=", ">=", "=", "<", ">", "(", ")", ","];

    public static Result<IReadOnlyList<FilterToken>> Read(string text)
    {
        var tokens = new List<FilterToken>();
        var column = 1;
        for (var i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                column++;
                continue;
            }
            var at = new Place(column);
            var start = i;
            if (text[i] is '\'' or '"')
            {
                if (Quoted(text, ref i) is not { } inner) return FilterErrors.Unclosed(column);
                tokens.Add(new(
                    text[start] == '"' ? FilterTokenKind.Name : FilterTokenKind.Text, inner, at, IsQuoted: true));
            }
            else if (char.IsAsciiLetter(text[i]) || text[i] == '_')
            {
                while (i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] == '_')) i++;
                tokens.Add(new(FilterTokenKind.Name, text[start..i], at));
            }
            else if (IsBareStart(text, i))
            {
                i++;
                while (i < text.Length && (char.IsAsciiDigit(text[i]) || text[i] is '.' or '-' or '/')) i++;
                tokens.Add(new(FilterTokenKind.Bare, text[start..i], at));
            }
            else if (Array.Find(Symbols, s => text.AsSpan(i).StartsWith(s, StringComparison.Ordinal)) is { } symbol)
            {
                i += symbol.Length;
                tokens.Add(new(FilterTokenKind.Symbol, symbol == "<>" ? "!=" : symbol, at));
            }
            else
                return FilterErrors.Character(column, Rune.TryGetRuneAt(text, i, out var rune) ? rune.ToString() : "?");
            column += Length(text.AsSpan(start, i - start));
        }
        tokens.Add(new(FilterTokenKind.End, "", new Place(column)));
        return tokens;
    }

    // A quotation mark within the quotation is written twice. Null when it never ends.
    private static string? Quoted(string text, ref int i)
    {
        var mark = text[i++];
        var inner = new StringBuilder();
        for (; i < text.Length; i++)
        {
            if (text[i] != mark) inner.Append(text[i]);
            else if (i + 1 < text.Length && text[i + 1] == mark) inner.Append(text[i++]);
            else
            {
                i++;
                return inner.ToString();
            }
        }
        return null;
    }

    private static bool IsBareStart(string text, int i) => char.IsAsciiDigit(text[i])
        || (text[i] is '-' or '+' && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]));

    private static int Length(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes()) count++;
        return count;
    }
}

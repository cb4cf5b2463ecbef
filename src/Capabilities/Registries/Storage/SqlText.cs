using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text;
using Lingnan.Platform.Storage;

namespace Lingnan.Registries.Storage;

/// <summary>A statement and its parameters. Values only ever enter as parameters.</summary>
internal sealed class SqlText
{
    private readonly StringBuilder _text = new();
    private readonly List<(string Name, object? Value, DbType Type)> _parameters = [];

    // How a list is asked for depends on the engine, which only the session knows.
    private readonly List<(int At, Func<Dialect, string, string> Text, Func<Dialect, object> Value)> _lists = [];

    public SqlText Append(string sql)
    {
        _text.Append(sql);
        return this;
    }

    public string Parameter(string? value) => Add(value, DbType.String);

    public string Parameter(long value) => Add(value, DbType.Int64);

    /// <summary>That the column is one of the texts, in one parameter; no texts match nothing.</summary>
    public SqlText AppendIn(string column, IEnumerable<string> values)
    {
        var list = values.ToList();
        if (list.Count == 0) return Append("1 = 0");
        _lists.Add((_text.Length, (d, name) => d.IsInList(column, name), d => d.ListOf(list)));
        return this;
    }

    /// <summary>A table of this name, to be joined, of rows that are given as JSON objects in one parameter.</summary>
    public SqlText AppendTable(string name, IReadOnlyList<BulkColumn> columns, string json)
    {
        _lists.Add((_text.Length, (d, parameter) => d.TableOf(parameter, name, columns), _ => json));
        return this;
    }

    /// <summary>Texts that start with <paramref name="prefix"/>, by the range of an index in byte order.</summary>
    public SqlText AppendPrefix(string expression, string prefix) => Append(
        $"({expression} >= {Parameter(prefix)} AND {expression} < {Parameter(prefix + "\U0010FFFF")})");

    /// <summary>Rows whose field starts with the text. The words of the same syllables are asked for too: an order by
    /// pinyin then begins at them, and need not be walked through from its start.</summary>
    public SqlText AppendBeginning(PhysicalField field, string prefix)
    {
        Append("(").AppendPrefix(PhysicalTable.Filterable(field), prefix);
        if (field.Field.Pinyin && !field.IsSealed && Model.Pinyin.Beginning(prefix) is { } syllables)
            Append(" AND ").AppendPrefix(PhysicalTable.Sortable(field), syllables);
        return Append(")");
    }

    public DbCommand Command(DbSession session)
    {
        var command = session.Connection.CreateCommand();
        command.Transaction = session.Transaction;
        command.CommandText = Text(session.Dialect);
        for (var i = 0; i < _lists.Count; i++)
        {
            var list = command.CreateParameter();
            list.ParameterName = ListName(i);
            list.Value = _lists[i].Value(session.Dialect);
            command.Parameters.Add(list);
        }
        foreach (var (name, value, type) in _parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.DbType = type;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }
        return command;
    }

    private string Text(Dialect dialect)
    {
        if (_lists.Count == 0) return _text.ToString();
        var text = new StringBuilder();
        var from = 0;
        for (var i = 0; i < _lists.Count; i++)
        {
            var (at, part, _) = _lists[i];
            text.Append(_text, from, at - from).Append(part(dialect, ListName(i)));
            from = at;
        }
        return text.Append(_text, from, _text.Length - from).ToString();
    }

    private static string ListName(int index) => "@list" + index.ToString(CultureInfo.InvariantCulture);

    private string Add(object? value, DbType type)
    {
        var name = "@p" + _parameters.Count.ToString(CultureInfo.InvariantCulture);
        _parameters.Add((name, value, type));
        return name;
    }
}

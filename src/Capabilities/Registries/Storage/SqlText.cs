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

    public SqlText Append(string sql)
    {
        _text.Append(sql);
        return this;
    }

    public string Parameter(string? value) => Add(value, DbType.String);

    public string Parameter(long value) => Add(value, DbType.Int64);

    /// <summary><c>column IN (…)</c>; no values match nothing.</summary>
    public SqlText AppendIn(string column, IEnumerable<string> values)
    {
        var names = values.Select(v => Add(v, DbType.String)).ToList();
        return Append(names.Count == 0 ? "1 = 0" : $"{column} IN ({string.Join(", ", names)})");
    }

    /// <summary>Texts that start with <paramref name="prefix"/>, by the range of an index in byte order.</summary>
    public SqlText AppendPrefix(string expression, string prefix) => Append(
        $"({expression} >= {Parameter(prefix)} AND {expression} < {Parameter(prefix + "\U0010FFFF")})");

    public DbCommand Command(DbSession session)
    {
        var command = session.Connection.CreateCommand();
        command.Transaction = session.Transaction;
        command.CommandText = _text.ToString();
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

    private string Add(object? value, DbType type)
    {
        var name = "@p" + _parameters.Count.ToString(CultureInfo.InvariantCulture);
        _parameters.Add((name, value, type));
        return name;
    }
}

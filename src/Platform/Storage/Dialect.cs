using System.Data;

namespace Lingnan.Platform.Storage;

/// <summary>A column that many rows are inserted into.</summary>
/// <param name="Name">Name.</param>
/// <param name="Type">Type of its values: <c>String</c>, <c>Int64</c> or <c>Binary</c>.</param>
public sealed record BulkColumn(string Name, DbType Type);

/// <summary>
/// Every difference between SQLite and PostgreSQL that a feature may meet. Schema files are written in the shared
/// subset with tokens that the runner expands: <c>{text}</c> (text ordered by UTF-8 bytes on both engines),
/// <c>{bytes}</c>, <c>{serial}</c> (a 64-bit key the engine counts up), and <c>{bool}</c> (0 or 1).
/// Portable conventions: instants are <c>BIGINT</c> microseconds since 1970 UTC in columns named <c>…_at</c>;
/// dates are <c>{text}</c> <c>yyyy-MM-dd</c>; decimals are <c>BIGINT</c> scaled by their declared places.
/// </summary>
public abstract class Dialect
{
    /// <summary>The engine.</summary>
    public abstract Engine Engine { get; }

    /// <summary>Expands the tokens of a schema text.</summary>
    public abstract string Expand(string schemaSql);

    /// <summary>Suffix that locks selected rows until commit (<c>FOR UPDATE</c>),
    /// empty where a writer is alone.</summary>
    public abstract string ForUpdate { get; }

    /// <summary>Like <see cref="ForUpdate"/>, passing over rows that another process holds:
    /// takes work from a queue.</summary>
    public abstract string ForUpdateSkipLocked { get; }

    /// <summary>A statement that keeps every other writer from the table until commit (readers go on), or empty where a
    /// writer is alone anyway. Waits for writers that have begun.</summary>
    public abstract string KeepToOurselves(string table);

    /// <summary>A condition that the column is one of a list given as one Dapper parameter (an array). Dapper spells
    /// lists out for SQLite (<c>IN @list</c>) but hands them to PostgreSQL as they are (<c>= ANY
    /// (@list)</c>).</summary>
    public abstract string IsOneOf(string column, string parameter);

    /// <summary>A condition that the column is one of the texts of a parameter made by
    /// <see cref="ListOf"/>: one parameter however long the list is, so the statement stays the same.</summary>
    public abstract string IsInList(string column, string parameter);

    /// <summary>The value of a parameter for <see cref="IsInList"/>.</summary>
    public abstract object ListOf(IReadOnlyCollection<string> values);

    /// <summary>A table to be joined, of the objects of a JSON list in one text parameter: texts and whole numbers,
    /// each column named as the member it holds.</summary>
    public abstract string TableOf(string parameter, string name, IReadOnlyList<BulkColumn> columns);

    /// <summary>A statement that gives the rows of a statement for each of many whole numbers: so that one with a limit
    /// has it for each.</summary>
    /// <param name="parameters">Parameters of the numbers, one at least.</param>
    /// <param name="select">The statement for the number of this name.</param>
    public abstract string ForEach(IReadOnlyList<string> parameters, Func<string, string> select);

    /// <summary>Inserts many rows in the quickest way the engine has. The values of a row follow the columns;
    /// null is no value.</summary>
    public abstract Task InsertManyAsync(
        DbSession session, string table, IReadOnlyList<BulkColumn> columns, IReadOnlyCollection<object?[]> rows,
        CancellationToken cancellationToken = default);

    /// <summary>A statement for about how many rows a table has, which costs nothing however many they are; null where
    /// the engine keeps no such number. Negative where it does not know yet.</summary>
    public virtual string? AboutRows(string table) => null;

    /// <summary>An identifier, quoted. Only declared names are ever passed; values are always parameters.</summary>
    public abstract string Quote(string identifier);
}

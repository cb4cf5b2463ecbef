using System.Reflection;
using Dapper;

namespace Lingnan.Platform.Storage;

/// <summary>
/// Finds a record's constructor by the names of the columns alone. Dapper compares types too, and SQLite cannot tell
/// the type of an expression in a result without rows (or whose first value is null), so that an empty list would
/// throw. Columns may be written <c>seen_at</c> for <c>SeenAt</c>.
/// </summary>
internal sealed class PortableTypeMap(Type type) : SqlMapper.ITypeMap
{
    private readonly DefaultTypeMap _map = new(type);

    public ConstructorInfo? FindConstructor(string[] names, Type[] types) =>
        _map.FindConstructor(names, types) ?? Array.Find(
            type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic),
            constructor => Fits(constructor.GetParameters(), names));

    public ConstructorInfo? FindExplicitConstructor() => _map.FindExplicitConstructor();

    public SqlMapper.IMemberMap? GetConstructorParameter(ConstructorInfo constructor, string columnName) =>
        _map.GetConstructorParameter(constructor, columnName);

    public SqlMapper.IMemberMap? GetMember(string columnName) => _map.GetMember(columnName);

    private static bool Fits(ParameterInfo[] parameters, string[] names)
    {
        if (parameters.Length == 0 || parameters.Length != names.Length) return false;
        for (var i = 0; i < names.Length; i++)
            if (!Plain(names[i]).Equals(Plain(parameters[i].Name!), StringComparison.OrdinalIgnoreCase)) return false;
        return true;
    }

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal);
}

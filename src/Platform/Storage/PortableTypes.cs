using System.Data;
using System.Globalization;
using System.Runtime.CompilerServices;
using Dapper;

namespace Lingnan.Platform.Storage;

/// <summary>
/// Makes Dapper read and write the portable forms alike on both engines: instants as microseconds, dates as text,
/// booleans as 0 or 1, and whole numbers whichever width the engine reports (SQLite knows only 64 bits).
/// </summary>
internal static class PortableTypes
{
    // Dapper's handlers are process-wide, so they are set once, before any code of this assembly runs.
#pragma warning disable CA2255
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Register()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.TypeMapProvider = type => new PortableTypeMap(type);
        foreach (var type in new[] { typeof(bool), typeof(bool?), typeof(DateTimeOffset), typeof(DateTimeOffset?),
            typeof(DateOnly), typeof(DateOnly?) })
            SqlMapper.RemoveTypeMap(type);
        SqlMapper.AddTypeHandler(new BooleanAsNumber());
        SqlMapper.AddTypeHandler(new InstantAsMicros());
        SqlMapper.AddTypeHandler(new DateAsText());
        // The type maps of int and long stay: their parameters need no handler, only their reading does.
        SqlMapper.AddTypeHandler(new AnyWidth<int>());
        SqlMapper.AddTypeHandler(new AnyWidth<long>());
    }

    private sealed class BooleanAsNumber : SqlMapper.TypeHandler<bool>
    {
        public override bool Parse(object value) => Convert.ToInt64(value, CultureInfo.InvariantCulture) != 0;

        public override void SetValue(IDbDataParameter parameter, bool value)
        {
            parameter.DbType = DbType.Int32;
            parameter.Value = value ? 1 : 0;
        }
    }

    private sealed class InstantAsMicros : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override DateTimeOffset Parse(object value) =>
            Instant.FromMicros(Convert.ToInt64(value, CultureInfo.InvariantCulture));

        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value)
        {
            parameter.DbType = DbType.Int64;
            parameter.Value = value.ToMicros();
        }
    }

    private sealed class DateAsText : SqlMapper.TypeHandler<DateOnly>
    {
        public override DateOnly Parse(object value) =>
            DateOnly.ParseExact((string)value, "yyyy-MM-dd", CultureInfo.InvariantCulture);

        public override void SetValue(IDbDataParameter parameter, DateOnly value)
        {
            parameter.DbType = DbType.String;
            parameter.Value = value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }
    }

    private sealed class AnyWidth<T> : SqlMapper.TypeHandler<T> where T : struct
    {
        public override T Parse(object value) =>
            (T)Convert.ChangeType(value, typeof(T), CultureInfo.InvariantCulture);

        public override void SetValue(IDbDataParameter parameter, T value) => parameter.Value = value;
    }
}

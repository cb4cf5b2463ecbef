using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Lingnan.Platform.Storage;

/// <summary>Gives every mapped context the portable forms (see <see cref="PortableTypes"/>),
/// where it states no other.</summary>
internal sealed class PortableModel(ModelCustomizerDependencies dependencies) : RelationalModelCustomizer(dependencies)
{
    private static readonly ValueConverter<bool, int> Boolean = new(v => v ? 1 : 0, v => v != 0);

    private static readonly ValueConverter<DateTimeOffset, long> Micros =
        new(v => v.ToMicros(), v => Instant.FromMicros(v));

    private static readonly ValueConverter<DateOnly, string> Date = new(
        v => v.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        v => DateOnly.ParseExact(v, "yyyy-MM-dd", CultureInfo.InvariantCulture));

    public override void Customize(ModelBuilder modelBuilder, DbContext context)
    {
        base.Customize(modelBuilder, context);
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(e => e.GetProperties()))
            if (property.GetValueConverter() is null && property.GetProviderClrType() is null) SetPortable(property);
    }

    private static void SetPortable(IMutableProperty property)
    {
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        ValueConverter? converter = type == typeof(bool) ? Boolean
            : type == typeof(DateTimeOffset) ? Micros
            : type == typeof(DateOnly) ? Date
            : null;
        if (converter is not null) property.SetValueConverter(converter);
    }
}

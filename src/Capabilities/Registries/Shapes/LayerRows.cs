using System.Runtime.CompilerServices;
using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Sealing;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Shapes;

/// <summary>The rows of a layer that a caller may see, one after the other.</summary>
internal sealed class LayerRows(RegisterTables tables, RecordViews views, ISealing sealing)
{
    /// <summary>A question about rows, refused where the caller may not ask it.</summary>
    public sealed record Asked(PhysicalTable Table, ReadScope Scope, ListSql Sql, PhysicalField Field);

    public static FieldDeclaration? AreaField(RegistryDeclaration register, string? name) =>
        register.Fields.FirstOrDefault(f => f.Type == FieldType.Geometry && f.Kind != GeometryKind.Point
            && (name is null || f.Name == name));

    /// <summary>Rows whose geometry's box meets <paramref name="box"/>, or all.</summary>
    public Result<Asked> Ask(RegistryDeclaration register, string? field, ShapeBox? box, Caller caller)
    {
        if (AreaField(register, field) is not { } shape) return ShapeErrors.NoGeometry(register.Title.ToString());
        // All rows are asked for by a condition on the field too, so that it is refused to those who may not see it.
        var query = box is { } b
            ? new RecordQuery { Sort = "id", Filters = [new(shape.Name, "bbox", b.ToString())] }
            : new RecordQuery { Sort = "id", Where = $"\"{shape.Name}\" is null or \"{shape.Name}\" is not null" };
        return Ask(register, query, caller)
            .Map(a => a with { Field = a.Table.Field(shape.Name) });
    }

    public Result<Asked> Ask(RegistryDeclaration register, RecordQuery query, Caller caller)
    {
        var table = tables.Of(register);
        var scope = ReadScope.Of(register, caller, unmask: false, purpose: null);
        if (!scope.IsOk) return scope.Error;
        return ListSql.Of(tables, table, scope.Value, query, sealing)
            .Map(sql => new Asked(table, scope.Value, sql, table.Fields[0]));
    }

    public static async IAsyncEnumerable<StoredRow> ReadAsync(
        DbSession session, Asked asked, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = asked.Sql.All().Command(session);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) 
            yield return StoredRow.Read(reader, asked.Table, asked.Table.Whole);
    }

    public static Shape? ShapeOf(Asked asked, StoredRow row) =>
        row.Cells[asked.Table.IndexOf(asked.Field.Field.Name)] is ShapeCell cell ? Shape.FromWkb(cell.Wkb) : null;

    /// <summary>A row without its geometries, small enough to keep.</summary>
    public static StoredRow Light(StoredRow row) =>
        row with { Cells = [.. row.Cells.Select(c => c is ShapeCell ? null : c)] };

    /// <summary>Titles and keys of rows; personal fields stay out, since nobody gave a purpose.</summary>
    public async Task<IReadOnlyList<Record?>> ShowAsync(
        DbSession session, Asked asked, IReadOnlyList<StoredRow> rows, CancellationToken cancellationToken)
    {
        var register = asked.Table.Register;
        var fields = register.Key.Append(register.TitleField)
            .Where(name => !Masking.IsPersonal(register.Field(name))).ToHashSet(StringComparer.Ordinal);
        var shown = await views.ShowAsync(session, asked.Table, rows, asked.Scope, cancellationToken, fields);
        return [.. shown.Select(v => v?.Record)];
    }

    public static string Title(RegistryDeclaration register, Record record) =>
        Canonical.Text(record.Values.GetValueOrDefault(register.TitleField)) ?? record.Id;
}

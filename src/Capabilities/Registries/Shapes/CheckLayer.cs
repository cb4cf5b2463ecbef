using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Shapes;

/// <summary>Reports what is wrong with a layer of areas as a whole: what no rule for single rows can see.</summary>
internal sealed class CheckLayer(RegisterTables tables, LayerRows rows, IDatabase database) : IDisposable
{
    // A layer is held in memory while it is looked at, so only one is at a time.
    private readonly SemaphoreSlim _turn = new(1);

    private sealed record Layer(
        List<(LayerArea Area, Shape Shape)> Sound, List<InvalidArea> Invalid, List<LayerArea> Without,
        List<(LayerArea Area, string? Unit)> Units);

    public async Task<Result<LayerReport>> RunAsync(
        RegistryDeclaration register, LayerQuestion question, Caller caller, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await ReportAsync(register, question, caller, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<Result<LayerReport>> ReportAsync(
        RegistryDeclaration register, LayerQuestion question, Caller caller, CancellationToken cancellationToken)
    {
        var asked = rows.Ask(register, question.Field, null, caller);
        if (!asked.IsOk) return asked.Error;
        var read = await ReadAsync(asked.Value, cancellationToken);
        if (!read.IsOk) return read.Error;
        var layer = read.Value;
        var defects = new LayerDefects(layer.Sound);
        var overlaps = await Task.Run(defects.Overlaps, cancellationToken);
        var gaps = await Task.Run(defects.Gaps, cancellationToken);
        var report = new LayerReport
        {
            Areas = layer.Sound.Count + layer.Invalid.Count,
            AreaM2 = Math.Round(layer.Sound.Sum(a => a.Shape.AreaM2)),
            WithoutGeometry = [.. layer.Without.Take(ShapeLimits.DefectsShown)],
            Invalid = [.. layer.Invalid.Take(ShapeLimits.DefectsShown)],
            Overlaps = [.. overlaps.Take(ShapeLimits.DefectsShown)],
            OverlapCount = overlaps.Count,
            OverlapM2 = overlaps.Sum(o => o.AreaM2),
            Gaps = [.. gaps.Take(ShapeLimits.DefectsShown)],
            GapCount = gaps.Count,
            GapM2 = gaps.Sum(g => g.AreaM2),
        };
        return await WithUnitsAsync(report, asked.Value.Field.Field, layer, question, caller, cancellationToken);
    }

    private async Task<Result<Layer>> ReadAsync(LayerRows.Asked asked, CancellationToken cancellationToken)
    {
        var layer = new Layer([], [], [], []);
        var (light, shapes, vertices) = (new List<StoredRow>(), new List<Shape?>(), 0L);
        await using var session = await database.ReadAsync(cancellationToken);
        await foreach (var row in LayerRows.ReadAsync(session, asked, cancellationToken))
        {
            var shape = LayerRows.ShapeOf(asked, row);
            light.Add(LayerRows.Light(row));
            shapes.Add(shape);
            vertices += shape?.Vertices ?? 0;
            if (light.Count > ShapeLimits.LayerAreasMax || vertices > ShapeLimits.LayerVerticesMax)
                return ShapeErrors.LayerTooLarge();
        }
        var records = await rows.ShowAsync(session, asked, light, cancellationToken);
        var unit = asked.Field.Field.UnitField is { } name ? asked.Table.IndexOf(name) : -1;
        for (var i = 0; i < light.Count; i++)
        {
            if (records[i] is not { } record) continue;
            var area = new LayerArea(record.Id, LayerRows.Title(asked.Table.Register, record));
            if (unit >= 0) layer.Units.Add((area, light[i].Cells[unit] as string));
            if (shapes[i] is not { } shape) layer.Without.Add(area);
            else if (ShapeRules.Fault(shape) is { } fault) layer.Invalid.Add(new(area, fault));
            else layer.Sound.Add((area, shape));
        }
        return layer;
    }

    private async Task<Result<LayerReport>> WithUnitsAsync(
        LayerReport report, FieldDeclaration field, Layer layer, LayerQuestion question, Caller caller,
        CancellationToken cancellationToken)
    {
        if (field.Units is null || tables.Find(field.Units)?.Register is not { } units) return report;
        var where = TextRules.Trim(question.UnitsWhere) ?? field.UnitsWhere;
        var asked = rows.Ask(units, new RecordQuery { Sort = "id", Where = where }, caller);
        if (!asked.IsOk) return asked.Error;
        var (light, keys) = (new List<StoredRow>(), new List<string>());
        await using var session = await database.ReadAsync(cancellationToken);
        await foreach (var row in LayerRows.ReadAsync(session, asked.Value, cancellationToken))
        {
            light.Add(LayerRows.Light(row));
            keys.Add(row.Key);
            if (light.Count > ShapeLimits.UnitsMax) return ShapeErrors.UnitsTooMany();
        }
        var named = layer.Units.Select(u => u.Unit).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var known = new HashSet<string>(StringComparer.Ordinal);
        var without = new List<string>();
        var records = await rows.ShowAsync(session, asked.Value, light, cancellationToken);
        for (var i = 0; i < light.Count; i++)
        {
            if (records[i] is not { } record) continue;
            var title = LayerRows.Title(units, record);
            known.UnionWith([keys[i], title, record.Id]);
            if (!named.Contains(keys[i]) && !named.Contains(title) && !named.Contains(record.Id))
                without.Add($"{title} {keys[i]}");
        }
        return report with
        {
            Units = units.Name,
            UnitCount = light.Count,
            UnitsWithoutArea = [.. without.Order(StringComparer.Ordinal)],
            AreasWithoutUnit =
            [
                .. layer.Units.Where(u => u.Unit is null || !known.Contains(u.Unit)).Select(u => u.Area),
            ],
        };
    }
}

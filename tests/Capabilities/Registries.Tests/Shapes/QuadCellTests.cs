using CsCheck;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Shapes;

namespace Lingnan.Registries.Tests.Shapes;

public class QuadCellTests
{
    private static readonly Gen<ShapeBox> Boxes =
        from lon in Gen.Double[-179, 179]
        from lat in Gen.Double[-89, 89]
        from size in Gen.Double[-7, 0].Select(e => Math.Pow(10, e))
        from flat in Gen.Double[0, 1]
        select new ShapeBox(lon, lat, lon + size * flat, lat + size * (1 - flat));

    [Fact]
    public void A_box_that_meets_another_is_kept_where_one_looks_for_it() =>
        Gen.Select(Boxes, Boxes, Gen.Double[0, 1], Gen.Double[0, 1]).Sample((kept, asked, x, y) =>
        {
            // Moved so that one corner of what is asked lies in what is kept.
            var lon = kept.West + (kept.East - kept.West) * x;
            var lat = kept.South + (kept.North - kept.South) * y;
            var box = new ShapeBox(lon, lat, lon + asked.East - asked.West, lat + asked.North - asked.South);
            var (names, tops) = QuadCell.Around(box);
            var cell = QuadCell.Of(kept);
            return names.Contains(cell) || tops.Any(t => cell.StartsWith(t, StringComparison.Ordinal));
        });

    [Fact]
    public void Few_cells_are_looked_into() => Boxes.Sample(box =>
    {
        var (names, tops) = QuadCell.Around(box);
        return names.Count <= QuadCell.Depth * 9 && tops.Count <= 9;
    });

    [Fact]
    public void A_cell_begins_with_the_names_of_those_around_it() =>
        Gen.Select(Gen.Double[-180, 180], Gen.Double[-90, 90], Gen.Int[0, QuadCell.Depth]).Sample(
            (lon, lat, level) => QuadCell.Of(lon, lat, QuadCell.Depth)
                .StartsWith(QuadCell.Of(lon, lat, level), StringComparison.Ordinal));
}

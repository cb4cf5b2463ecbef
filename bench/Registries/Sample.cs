using System.Globalization;

namespace Lingnan.Bench.Registries;

/// <summary>Ids from all parts of a register, in no order.</summary>
internal static class Sample
{
    private const int Most = 200_000;

    public static Task<IReadOnlyList<string>> IdsAsync(BenchCity city, long rows)
    {
        var percent = Math.Min(100, 100.0 * Most / Math.Max(1, rows)).ToString("0.####", CultureInfo.InvariantCulture);
        return city.TextsAsync(
            $"SELECT id FROM registries_population_person TABLESAMPLE BERNOULLI ({percent}) REPEATABLE (7) "
            + "WHERE closed_at IS NULL ORDER BY md5(id)");
    }
}

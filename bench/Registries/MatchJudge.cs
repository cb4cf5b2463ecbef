using Lingnan.Cities;
using Lingnan.Cities.Incoming;

namespace Lingnan.Bench.Registries;

/// <summary>How well rows were matched, counted in rows.</summary>
internal sealed record MatchJudgement
{
    public int Known { get; init; }
    public int Matched { get; init; }
    public int Right { get; init; }
    public int Desk { get; init; }
    public int RightAtDesk { get; init; }
    public int TakenForNew { get; init; }
    public int Refused { get; init; }

    public double Precision => Share(Right, Matched);
    public double Recall => Share(Right, Known);
    public double DeskRight => Share(RightAtDesk, Desk);
    public double RecallWithDesk => Share(Right + RightAtDesk, Known);
    public double Missed => Share(TakenForNew, Known);

    public static MatchJudgement operator +(MatchJudgement a, MatchJudgement b) => new()
    {
        Known = a.Known + b.Known, Matched = a.Matched + b.Matched, Right = a.Right + b.Right, Desk = a.Desk + b.Desk,
        RightAtDesk = a.RightAtDesk + b.RightAtDesk, TakenForNew = a.TakenForNew + b.TakenForNew,
        Refused = a.Refused + b.Refused,
    };

    private static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}

/// <summary>
/// Holds what an import made of each incoming row against the truth. Which person a row of the register is follows from
/// the line of the seed file it came with. Of a line that said nothing new it is not known whose it was taken
/// for: it counts as right when it is about a person of the city at all.
/// </summary>
internal static class MatchJudge
{
    private const int Unchanged = -1;

    // A row made, changed or found unchanged by the import, with the seed line of the row it belongs to: 0 where the
    // import made it. A row that was found unchanged now names the import, and no longer its seed line.
    private const string Touched =
        """
        WITH touched AS (
          SELECT id, import_line, version, recorded_at FROM registries_population_person WHERE import_id = '{0}'
          UNION ALL
          SELECT id, import_line, version, recorded_at FROM registries_population_person_history
          WHERE import_id = '{0}')
        SELECT t.import_line || ' ' || CASE
          WHEN t.recorded_at < j.created_at THEN -1 WHEN t.version = 1 THEN 0 ELSE COALESCE(h.import_line, -1) END
        FROM touched t JOIN platform_jobs j ON j.id = '{0}'
        LEFT JOIN registries_population_person_history h ON h.id = t.id AND h.version = 1 AND h.import_id = '{1}'
        """;

    private const string Desk =
        """
        SELECT c.import_line || ' ' || COALESCE(h.import_line, p.import_line, 0) FROM registries_match_cases c
        LEFT JOIN registries_population_person_history h ON h.id = c.left_id AND h.version = 1 AND h.import_id = '{1}'
        LEFT JOIN registries_population_person p ON p.id = c.left_id AND p.version = 1 AND p.import_id = '{1}'
        WHERE c.import_id = '{0}'
        """;

    public static async Task<MatchJudgement> JudgeAsync(
        BenchCity bench, IEnumerable<(IncomingRow Row, IncomingTruth Truth)> rows, int from, string job, string seed)
    {
        var seedRefused = await LinesAsync(bench, Refused(seed));
        var refused = (await LinesAsync(bench, Refused(job))).ToHashSet();
        var touched = await PairsAsync(bench, string.Format(null, Touched, job, seed), seedRefused);
        var desk = await PairsAsync(bench, string.Format(null, Desk, job, seed), seedRefused);
        int known = 0, matched = 0, right = 0, deskRight = 0, missed = 0;
        foreach (var (row, truth) in rows)
        {
            var line = row.Number - from + 2;
            if (truth.Person is not null) known++;
            if (refused.Contains(line)) continue;
            if (desk.TryGetValue(line, out var candidate))
            {
                if (candidate is not null && candidate == truth.Person) deskRight++;
                continue;
            }
            // A line that left no trace was followed by another one about the same row.
            var person = touched.GetValueOrDefault(line, Unchanged);
            if (person is null && truth.Person is not null) missed++;
            if (person is null) continue;
            matched++;
            if (person == Unchanged ? truth.Person is not null : person == truth.Person) right++;
        }
        return new()
        {
            Known = known, Matched = matched, Right = right, Desk = desk.Count, RightAtDesk = deskRight,
            TakenForNew = missed, Refused = refused.Count,
        };
    }

    private static string Refused(string job) =>
        $"SELECT line::text FROM registries_import_rows WHERE job_id = '{job}' ORDER BY registries_import_rows.line";

    private static async Task<int[]> LinesAsync(BenchCity bench, string sql) =>
        [.. (await bench.TextsAsync(sql)).Select(int.Parse)];

    // By incoming line: the number of the person, or null for a row that is no one's of the city.
    private static async Task<Dictionary<int, int?>> PairsAsync(BenchCity bench, string sql, int[] seedRefused)
    {
        var pairs = new Dictionary<int, int?>();
        foreach (var text in await bench.TextsAsync(sql))
        {
            var parts = text.Split(' ');
            pairs[int.Parse(parts[0])] = int.Parse(parts[1]) switch
            {
                0 => null,
                Unchanged => Unchanged,
                var line => Number(line, seedRefused),
            };
        }
        return pairs;
    }

    // The first line of the seed file is its header, and refused lines between the good ones are copies of them.
    private static int Number(int line, int[] seedRefused) => line - 2 - ~Array.BinarySearch(seedRefused, line);
}

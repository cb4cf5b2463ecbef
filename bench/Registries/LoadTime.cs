namespace Lingnan.Bench.Registries;

/// <summary>How long the first load of persons took, from the start of its job to its end.</summary>
internal static class LoadTime
{
    public const string Sql =
        """
        SELECT (j.ended_at - j.created_at) / 1000 FROM platform_jobs j JOIN registries_imports i ON i.job_id = j.id
        WHERE i.register = 'population:person' AND j.ended_at IS NOT NULL ORDER BY j.created_at LIMIT 1
        """;

    /// <summary>How long it took until its first rows were written.</summary>
    public static string FirstRowsSql(string table, long rows) =>
        $"""
        SELECT (max(p.recorded_at) - min(j.created_at)) / 1000 FROM {table} p
        JOIN (SELECT job_id FROM registries_imports WHERE register = 'population:person' ORDER BY created_at LIMIT 1) i
          ON p.import_id = i.job_id
        JOIN platform_jobs j ON j.id = i.job_id WHERE p.import_line <= {rows + 1}
        """;
}

namespace Lingnan.Bench.Registries;

/// <summary>How long the first load of persons took, from the start of its job to its end.</summary>
internal static class LoadTime
{
    public const string Sql =
        """
        SELECT (j.ended_at - j.created_at) / 1000 FROM platform_jobs j JOIN registries_imports i ON i.job_id = j.id
        WHERE i.register = 'population:person' AND j.ended_at IS NOT NULL ORDER BY j.created_at LIMIT 1
        """;
}

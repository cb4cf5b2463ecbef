using Dapper;
using Npgsql;

namespace Lingnan.Bench.Registries;

/// <summary>
/// What a programmer would write for one city alone: a minimal API that gives rows of the same table by the same
/// queries with Dapper. It asks nobody who they are, masks, opens and logs nothing.
/// </summary>
internal static class DapperPeer
{
    private const string Columns =
        """
        p.id AS Id, p.version AS Version, p.recorded_at AS RecordedAt, p.recorded_by AS RecordedBy,
        p.valid_from AS ValidFrom, p.valid_to AS ValidTo, p.f_resident_id_sealed AS ResidentId, p.f_name AS Name,
        p.f_sex AS Sex, p.f_birth_date AS BirthDate, p.f_ethnic_group AS EthnicGroup, p.f_division AS Division,
        p.f_address AS Address, p.f_mobile_sealed AS Mobile, p.f_household_no AS HouseholdNo,
        p.f_relation_to_head AS RelationToHead, p.f_life_status AS LifeStatus
        """;

    private const string PlainColumns =
        """
        p.id AS Id, p.version AS Version, p.recorded_at AS RecordedAt, p.recorded_by AS RecordedBy,
        p.valid_from AS ValidFrom, p.valid_to AS ValidTo, p.f_name AS Name, p.f_sex AS Sex,
        p.f_birth_date AS BirthDate, p.f_division AS Division, p.f_household_no AS HouseholdNo
        """;

    private const string One = $"SELECT {Columns} FROM registries_population_person p WHERE p.id = @id";

    private const string First =
        """
        FROM registries_population_person p WHERE p.closed_at IS NULL
        ORDER BY COALESCE(p.f_division, ''), COALESCE(p.f_birth_date, ''), p.id LIMIT 100
        """;

    private const string After =
        """
        FROM registries_population_person p WHERE p.closed_at IS NULL
        AND (COALESCE(p.f_division, ''), COALESCE(p.f_birth_date, ''), p.id) > (@division, @birth, @id)
        ORDER BY COALESCE(p.f_division, ''), COALESCE(p.f_birth_date, ''), p.id LIMIT 100
        """;

    /// <summary>Serves until its input ends; prints its address first.</summary>
    public static async Task<int> ServeAsync(string databaseUrl)
    {
        await using var source = NpgsqlDataSource.Create(BenchCity.Connection(databaseUrl));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/person/{id}", async (string id) =>
        {
            await using var connection = await source.OpenConnectionAsync();
            return await connection.QuerySingleOrDefaultAsync<Person>(One, new { id }) is { } person
                ? Results.Json(person)
                : Results.NotFound();
        });
        app.MapGet("/persons", async (string? division, string? birth, string? id) =>
            Results.Json(await PageAsync<Person>(source, Columns, division, birth, id)));
        app.MapGet("/plain-persons", async (string? division, string? birth, string? id) =>
            Results.Json(await PageAsync<PlainPerson>(source, PlainColumns, division, birth, id)));
        await app.StartAsync();
        Console.WriteLine(app.Urls.First());
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
        return 0;
    }

    private static async Task<IEnumerable<T>> PageAsync<T>(
        NpgsqlDataSource source, string columns, string? division, string? birth, string? id)
    {
        await using var connection = await source.OpenConnectionAsync();
        return id is null
            ? await connection.QueryAsync<T>($"SELECT {columns} {First}")
            : await connection.QueryAsync<T>($"SELECT {columns} {After}", new { division, birth, id });
    }

    private class PlainPerson
    {
        public string Id { get; set; } = "";
        public long Version { get; set; }
        public long RecordedAt { get; set; }
        public string RecordedBy { get; set; } = "";
        public string? ValidFrom { get; set; }
        public string? ValidTo { get; set; }
        public string? Name { get; set; }
        public string? Sex { get; set; }
        public string? BirthDate { get; set; }
        public string? Division { get; set; }
        public string? HouseholdNo { get; set; }
    }

    private sealed class Person : PlainPerson
    {
        public byte[]? ResidentId { get; set; }
        public string? EthnicGroup { get; set; }
        public string? Address { get; set; }
        public byte[]? Mobile { get; set; }
        public string? RelationToHead { get; set; }
        public string? LifeStatus { get; set; }
    }
}

using System.Globalization;
using Lingnan.Testing;
using Npgsql;

namespace Lingnan.Bench;

/// <summary>A filled city on PostgreSQL: one that stays, or one made for this run.</summary>
internal sealed class BenchCity : IAsyncDisposable
{
    private readonly TestPostgres? _made;

    private BenchCity(RunningCity city, NpgsqlDataSource database, string url, TestPostgres? made)
    {
        (City, Database, DatabaseUrl, _made) = (city, database, url, made);
    }

    public RunningCity City { get; }
    public NpgsqlDataSource Database { get; }
    public string DatabaseUrl { get; }

    /// <summary>Starts it, filling the registers named where they are not filled yet.</summary>
    public static async Task<BenchCity> OpenAsync(BenchOptions options, params string[] registers)
    {
        var made = options.Database is null ? await TestPostgres.CreateAsync() : null;
        var url = options.Database ?? made!.DatabaseUrl;
        string[] more = ["--database", url, "--dirty", "0", .. registers.SelectMany(r => new[] { "--registers", r })];
        var city = await RunningCity.StartAsync(options.Preset, options.Data, more);
        return new BenchCity(city, NpgsqlDataSource.Create(Connection(url)), url, made);
    }

    /// <summary>Connection string of a <c>postgres://</c> URL without a password.</summary>
    public static string Connection(string url)
    {
        var uri = new Uri(url);
        var name = uri.UserInfo.Split(':');
        return new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host, Port = uri.Port, Username = Uri.UnescapeDataString(name[0]),
            Password = name.Length > 1 ? Uri.UnescapeDataString(name[1]) : null,
            Database = uri.AbsolutePath.Trim('/'), MaxPoolSize = 64, MaxAutoPrepare = 32,
        }.ConnectionString;
    }

    /// <summary>A client who may read whole personal values and says why.</summary>
    public async Task<HttpClient> OfficerAsync()
    {
        var http = await City.AsAsync("data-manager");
        http.DefaultRequestHeaders.Add("X-Lingnan-Purpose", "bench");
        http.DefaultRequestHeaders.Add("X-Lingnan-Case", "bench-1");
        return http;
    }

    /// <summary>The whole number that a question answers with.</summary>
    public async Task<long> CountAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    /// <summary>The texts of the first column.</summary>
    public async Task<IReadOnlyList<string>> TextsAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync();
        var texts = new List<string>();
        while (await reader.ReadAsync()) texts.Add(reader.GetString(0));
        return texts;
    }

    public async ValueTask DisposeAsync()
    {
        await City.DisposeAsync();
        await Database.DisposeAsync();
        if (_made is not null) await _made.DisposeAsync();
    }
}

using System.Security.Cryptography;
using Npgsql;

namespace Lingnan.Testing;

/// <summary>A fresh PostgreSQL database on the server that the environment names; dropped on dispose.</summary>
public sealed class TestPostgres : IAsyncDisposable
{
    /// <summary>Names a <c>postgres://</c> URL with the right to create databases.</summary>
    public const string Variable = "LINGNAN_TEST_POSTGRES";

    private readonly string _name;

    private TestPostgres(string name) => _name = name;

    /// <summary>The server, or null where there is none.</summary>
    public static string? Url { get; } =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } url ? url : null;

    /// <summary>URL of the fresh database.</summary>
    public string DatabaseUrl => new UriBuilder(Url!) { Path = "/" + _name }.Uri.ToString();

    /// <summary>Creates one.</summary>
    public static async Task<TestPostgres> CreateAsync()
    {
        var name = $"lingnan_test_{RandomNumberGenerator.GetHexString(12, lowercase: true)}";
        await ExecuteAsync($"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0");
        return new TestPostgres(name);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await ExecuteAsync($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");

    private static async Task ExecuteAsync(string sql)
    {
        var options = Platform.Storage.PostgresUrl.Parse(Url!);
        options.Pooling = false;
        await using var connection = new NpgsqlConnection(options.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

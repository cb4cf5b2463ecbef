using Lingnan.Platform.Storage;

namespace Lingnan.Platform.Tests.Storage;

public sealed class PostgresUrlTests
{
    [Fact]
    public void Reads_every_part()
    {
        var parsed = PostgresUrl.Parse(
            "postgres://li%40n:p%3Aw%2F@db.example:6432/lingnan?sslmode=verify-full&connect_timeout=7");
        Assert.Equal("db.example", parsed.Host);
        Assert.Equal(6432, parsed.Port);
        Assert.Equal("lingnan", parsed.Database);
        Assert.Equal("li@n", parsed.Username);
        Assert.Equal("p:w/", parsed.Password);
        Assert.Equal(Npgsql.SslMode.VerifyFull, parsed.SslMode);
        Assert.Equal(7, parsed.Timeout);
    }

    [Fact]
    public void Reads_a_socket_folder_as_host()
    {
        var parsed = PostgresUrl.Parse("postgres:///lingnan?host=/var/run/postgresql&user=lingnan");
        Assert.Equal("/var/run/postgresql", parsed.Host);
        Assert.Equal("lingnan", parsed.Username);
    }

    [Theory]
    [InlineData("mysql://a/b")]
    [InlineData("postgres://host")]
    [InlineData("postgres://host/db?nonsense=1")]
    [InlineData("postgres://host/db?port=many")]
    [InlineData("not a url")]
    public void Refuses_what_it_does_not_understand(string url) =>
        Assert.Equal("platform.database-url", Assert.Throws<FaultException>(() => PostgresUrl.Parse(url)).Error.Code);
}

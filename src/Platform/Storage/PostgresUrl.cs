using Npgsql;

namespace Lingnan.Platform.Storage;

/// <summary>Reads <c>postgres://user:password@host:port/database?option=value</c>,
/// also with a socket folder as <c>host</c>.</summary>
internal static class PostgresUrl
{
    public static NpgsqlConnectionStringBuilder Parse(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("postgres" or "postgresql"))
            throw new FaultException(PlatformErrors.DatabaseUrl("postgres://"));
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host.Length > 0 ? uri.Host : "localhost",
            Port = uri.Port > 0 ? uri.Port : 5432,
            Database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')),
            ApplicationName = "lingnan",
            // Parameters in error details could be personal data; they stay out of logs.
            IncludeErrorDetail = false,
            // The statements of every capability, each under its own name once it has been run a few times.
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
            // No session leaves settings, temporary tables or locks behind on its connection; asking the server to
            // clear them at each opening took longer than reading a row.
            NoResetOnClose = true,
            // A batch of an import is half a megabyte; it goes out in as few calls as its pages are.
            WriteBufferSize = 32 * 1024,
        };
        var colon = uri.UserInfo.IndexOf(':', StringComparison.Ordinal);
        var user = colon < 0 ? uri.UserInfo : uri.UserInfo[..colon];
        if (user.Length > 0) builder.Username = Uri.UnescapeDataString(user);
        if (colon >= 0) builder.Password = Uri.UnescapeDataString(uri.UserInfo[(colon + 1)..]);
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0) throw new FaultException(PlatformErrors.DatabaseUrl(pair));
            Set(builder, pair[..equals], Uri.UnescapeDataString(pair[(equals + 1)..]));
        }

        if (string.IsNullOrEmpty(builder.Database)) throw new FaultException(PlatformErrors.DatabaseUrl("/database"));
        return builder;
    }

    private static void Set(NpgsqlConnectionStringBuilder builder, string name, string value)
    {
        // libpq's names where they differ from Npgsql's; every other name is Npgsql's own.
        var key = name switch
        {
            "user" => "Username",
            "dbname" => "Database",
            "connect_timeout" => "Timeout",
            "application_name" => "Application Name",
            "sslmode" => "SSL Mode",
            "sslrootcert" => "Root Certificate",
            _ => name.Replace('_', ' '),
        };
        try
        {
            builder[key] = key == "SSL Mode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException)
        {
            throw new FaultException(PlatformErrors.DatabaseUrl(name), e);
        }
    }
}

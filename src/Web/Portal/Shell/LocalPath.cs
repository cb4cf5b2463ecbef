namespace Lingnan.Web.Portal.Shell;

/// <summary>Addresses given by requests, to return to.</summary>
internal static class LocalPath
{
    /// <summary>The path if it leads within this site, else <paramref name="otherwise"/>:
    /// a link to our sign-in must not send people on to somebody else's page.</summary>
    public static string Or(string? path, string otherwise) => IsLocal(path) ? path! : otherwise;

    private static bool IsLocal(string? path) =>
        path is ['/', ..]
        && !(path.Length > 1 && path[1] is '/' or '\\')
        && path.Length <= 2000
        && !path.Any(c => c is '\\' || char.IsControl(c));
}

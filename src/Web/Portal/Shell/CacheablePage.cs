namespace Lingnan.Web.Portal.Shell;

/// <summary>Says that a page is the same for everyone who is not signed in, and for how long.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class CacheablePageAttribute(int seconds) : Attribute
{
    /// <summary>Seconds that browsers and proxies may keep it.</summary>
    public int Seconds => seconds;
}

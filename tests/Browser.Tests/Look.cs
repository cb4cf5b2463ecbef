namespace Lingnan.Browser.Tests;

/// <summary>How a visitor looks at the city.</summary>
/// <param name="English">English instead of Chinese.</param>
/// <param name="Care">The version for older readers.</param>
/// <param name="Width">Width of the window in pixels.</param>
/// <param name="Script">Whether scripts run.</param>
public sealed record Look(bool English = false, bool Care = false, int Width = Look.Desk, bool Script = true)
{
    /// <summary>Width of a screen on a desk.</summary>
    public const int Desk = 1440;

    /// <summary>Width of a telephone.</summary>
    public const int Phone = 390;

    /// <summary>Chinese, at a desk.</summary>
    public static readonly Look Usual = new();

    /// <inheritdoc />
    public override string ToString() => $"{(English ? "en" : "zh-CN")}{(Care ? " care" : "")} {Width}px";
}

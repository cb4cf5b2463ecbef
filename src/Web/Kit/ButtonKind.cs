namespace Lingnan.Web.Kit;

/// <summary>How much a button asks to be pressed.</summary>
public enum ButtonKind
{
    /// <summary>The one thing this page is for.</summary>
    Primary,
    /// <summary>Another thing one may do.</summary>
    Secondary,
    /// <summary>Looks like a link.</summary>
    Plain,
    /// <summary>Takes something away.</summary>
    Danger,
}

namespace Lingnan.Web.Kit;

/// <summary>What a notice or tag tells at first sight; always said in words too.</summary>
public enum Tone
{
    /// <summary>Nothing to judge.</summary>
    Neutral,
    /// <summary>Good to know.</summary>
    Info,
    /// <summary>As it should be.</summary>
    Good,
    /// <summary>Someone should look.</summary>
    Warning,
    /// <summary>Wrong.</summary>
    Bad,
}

using Lingnan.Platform.Words;

namespace Lingnan.Platform.Audit;

/// <summary>What was done, in the reader's language.</summary>
public static class AuditWords
{
    /// <summary>The words of an entry's action (<c>action.</c> and its name),
    /// or its name where a pack left them out.</summary>
    public static string Action(this IWords words, string action)
    {
        var key = "action." + action;
        var told = words[key];
        return told == key ? action : told;
    }
}

namespace Lingnan.Web.Kit.Examples;

/// <summary>Every example of every component; a component without one fails the tests.</summary>
public static class KitExamples
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Example> All { get; } =
    [
        .. NavigationExamples.All, .. FormExamples.All, .. MessageExamples.All, .. TableExamples.All,
    ];
}

using Lingnan.Catalog.Contracts;
using static Lingnan.Catalog.Contracts.ResourceAction;
using static Lingnan.Catalog.Contracts.ResourceState;

namespace Lingnan.Catalog.Model;

/// <summary>Which state follows from which action; what is not here cannot be done.</summary>
internal static class Lifecycle
{
    private static readonly Dictionary<(ResourceState, ResourceAction), ResourceState> Table = new()
    {
        [(Draft, Edit)] = Draft,
        [(Draft, Submit)] = Review,
        [(Review, Return)] = Draft,
        [(Review, Publish)] = Published,
        [(Published, Edit)] = Changed,
        [(Published, Withdraw)] = Withdrawn,
        [(Changed, Edit)] = Changed,
        [(Changed, Submit)] = ChangeReview,
        [(Changed, Discard)] = Published,
        [(Changed, Withdraw)] = Withdrawn,
        [(ChangeReview, Return)] = Changed,
        [(ChangeReview, Publish)] = Published,
        [(ChangeReview, Withdraw)] = Withdrawn,
        [(Withdrawn, Edit)] = Draft,
    };

    /// <summary>The state after, or null when the action is not possible.</summary>
    public static ResourceState? Next(ResourceState state, ResourceAction action) =>
        Table.TryGetValue((state, action), out var next) ? next : null;

    /// <summary>True when readers without rights see it.</summary>
    public static bool IsPublic(ResourceState state) => state is Published or Changed or ChangeReview;

    /// <summary>True when the newest version is still being written or reviewed.</summary>
    public static bool HasDraft(ResourceState state) => state is Draft or Review or Changed or ChangeReview;
}

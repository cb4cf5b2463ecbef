using Lingnan.Kernel;

namespace Lingnan.Registries.Matching;

/// <summary>Errors of matching and its desk.</summary>
internal static class MatchingErrors
{
    public static Error Forbidden() => new("registries.match.forbidden");
    public static Error NotDeclared() => new("registries.match.not-declared");
    public static Error UnknownCase() => new("registries.match.not-found");
    public static Error Decided(string state) => Error.Of("registries.match.conflict", ("state", state));
    public static Error UnknownDecision() => new("registries.match.decision");
    public static Error MergeInstead() => new("registries.match.merge-instead");
    public static Error NothingToTurnAway() => new("registries.match.nothing-came");
    public static Error NothingSimilar() => new("registries.match.nothing-similar");
    public static Error RowRefused(string field, string cause) =>
        Error.Of("registries.match.row-refused", ("field", field), ("cause", cause));
}

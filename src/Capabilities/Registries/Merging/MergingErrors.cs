using Lingnan.Kernel;

namespace Lingnan.Registries.Merging;

/// <summary>Errors of merging and of undoing it.</summary>
internal static class MergingErrors
{
    public static Error Forbidden() => new("registries.merge.forbidden");
    public static Error SameRow() => new("registries.merge.same-row");
    public static Error Closed() => new("registries.merge.closed-row");
    public static Error MergedAlready(string into) => Error.Of("registries.merge.conflict", ("into", into));
    public static Error SelfReference(string field) => Error.Of("registries.merge.self-reference", ("field", field));
    public static Error TooManyReferences() =>
        Error.Of("registries.merge.too-many-references", ("max", MergeLimits.ReferencesMax));
    public static Error ReferenceRefused(string register, string id, string cause) => Error.Of(
        "registries.merge.reference-refused", ("register", register), ("id", id), ("cause", cause));
    public static Error ValueGone(string field) => Error.Of("registries.merge.value-gone", ("field", field));
    public static Error FieldRefused(string field, string cause) =>
        Error.Of("registries.merge.field-refused", ("field", field), ("cause", cause));
    public static Error MergedInto(string id) => Error.Of("registries.merged.gone", ("into", id));
    public static Error KeyMerged(string id) => Error.Of("registries.row.key-merged", ("into", id));

    public static Error UnknownMerge() => new("registries.merge.not-found");
    public static Error AlreadyUndone() => new("registries.unmerge.conflict");
    public static Error LaterMerge(string id) => Error.Of("registries.unmerge.later-merge", ("merge", id));
    public static Error LoserChanged() => new("registries.unmerge.loser-changed");
    public static Error SurvivorClosed() => new("registries.unmerge.survivor-closed");
    public static Error Taken(string field) => Error.Of("registries.unmerge.taken", ("field", field));
}

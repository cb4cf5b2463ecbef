using Lingnan.Kernel;

namespace Lingnan.Registries.Relations;

/// <summary>Errors of relations.</summary>
internal static class RelationErrors
{
    public static Error Unknown(string code) =>
        Error.Of("registries.relation.unknown", ("relation", code.Length <= 100 ? code : code[..100]));
    public static Error Depth() => Error.Of("registries.relation.depth", ("max", RelationLimits.DepthMax));
    public static Error Limit() => Error.Of("registries.relation.limit", ("max", RelationLimits.FanOutMax));
    public static Error NoShares() => new("registries.relation.no-shares");
    public static Error Circle(LocalText relation) =>
        Error.Of("registries.relation.circle", ("relationZh", relation.Zh), ("relationEn", relation.En));
    public static Error TooDeep() =>
        Error.Of("registries.relation.too-deep", ("max", RelationLimits.CircleRowsMax));
}

using Lingnan.Kernel;

namespace Lingnan.Registries.Sources;

/// <summary>Errors of sources, their conflicts and doubts.</summary>
internal static class SourceErrors
{
    public static Error NotDeclared() => new("registries.source.not-declared");
    public static Error Unknown(string code) => Error.Of("registries.source.unknown", ("code", code));
    public static Error NoKey() => new("registries.source.no-key");
    public static Error KeyTooLong() => Error.Of("registries.source.key-too-long", ("max", SourceLimits.KeyMax));
    public static Error Dated() => new("registries.source.dated");
    public static Error NotLinked(string code) => Error.Of("registries.source.not-linked", ("code", code));
    public static Error Forbidden() => new("registries.source.forbidden");
    public static Error UnknownCase() => new("registries.source.case.not-found");
    public static Error Decided(string state) => Error.Of("registries.source.case.conflict", ("state", state));
    public static Error UnknownDecision() => new("registries.source.case.decision");
    public static Error ValueRefused(string field, string cause) =>
        Error.Of("registries.source.case.value-refused", ("field", field), ("cause", cause));
    public static Error UnknownField() => new("registries.source.field");
    public static Error UnknownState() => new("registries.source.state");
    public static Error UnknownDoubt() => new("registries.doubt.not-found");
    public static Error DoubtAnswered(string state) => Error.Of("registries.doubt.conflict", ("state", state));
    public static Error DoubtOpen() => new("registries.doubt.open.conflict");
    public static Error TooManyDoubts() =>
        Error.Of("registries.doubt.too-many", ("max", SourceLimits.OpenDoubtsMax));
    public static Error UnknownAnswer() => new("registries.doubt.answer");
    public static Error NotAuthority() => new("registries.doubt.unit.forbidden");
    public static Error NotDeciding() => new("registries.source.unit.forbidden");
    public static Error NotYours() => new("registries.doubt.forbidden");
}

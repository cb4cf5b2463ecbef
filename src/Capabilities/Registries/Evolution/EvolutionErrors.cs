using Lingnan.Kernel;

namespace Lingnan.Registries.Evolution;

/// <summary>Errors of changes of shape.</summary>
internal static class EvolutionErrors
{
    public static Error NoParts() => new("registries.evolution.no-parts");
    public static Error KeyLost() => new("registries.evolution.key-lost");
    public static Error Filling(string field) => Error.Of("registries.evolution.filling", ("field", field));
    public static Error Unexplained(string register, string field) =>
        Error.Of("registries.evolution.unexplained", ("register", register), ("field", field));
    public static Error StepGone(string register, long step) =>
        Error.Of("registries.evolution.step-gone", ("register", register), ("step", step));
    public static Error StepChanged(string register, long step) =>
        Error.Of("registries.evolution.step-changed", ("register", register), ("step", step));
    public static Error StepLate(string register, long step, long last) =>
        Error.Of("registries.evolution.step-late", ("register", register), ("step", step), ("last", last));
    public static Error Forbidden() => new("registries.evolution.forbidden");
    public static Error NotThen(string field) => Error.Of("registries.evolution.not-then", ("field", field));
    public static Error NothingToDo(string register) =>
        Error.Of("registries.evolution.nothing", ("register", register));
}

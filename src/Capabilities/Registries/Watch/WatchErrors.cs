using Lingnan.Kernel;

namespace Lingnan.Registries.Watch;

/// <summary>Errors of the review of reads.</summary>
internal static class WatchErrors
{
    public static Error Forbidden() => new("registries.review.forbidden");
    public static Error Own() => new("registries.review.own.forbidden");
    public static Error NotFound() => new("registries.review.not-found");
    public static Error Decided() => new("registries.review.conflict");
    public static Error UnknownState() => new("registries.review.state");
    public static Error NoPerson() => new("registries.review.person.forbidden");
    public static Error NotOwn() => new("registries.review.read.not-found");
    public static Error AskedAlready() => new("registries.review.asked.conflict");
    public static Error UnknownDecision() => new("registries.review.decision");
}

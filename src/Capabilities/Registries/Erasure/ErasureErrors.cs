using Lingnan.Kernel;

namespace Lingnan.Registries.Erasure;

/// <summary>Errors of erasing persons, and of keys that are gone.</summary>
internal static class ErasureErrors
{
    public static Error Forbidden() => new("registries.erasure.forbidden");
    public static Error Own() => new("registries.erasure.own.forbidden");
    public static Error NotFound() => new("registries.erasure.not-found");
    public static Error NotPersons() => new("registries.erasure.not-persons");
    public static Error UnknownBasis() => new("registries.erasure.basis");
    public static Error UnknownState() => new("registries.erasure.state");
    public static Error AskedAlready() => new("registries.erasure.asked.conflict");
    public static Error Decided() => new("registries.erasure.conflict");

    /// <summary>A reader meets a row whose person was erased.</summary>
    public static Error RowErased() => new("registries.erased.gone");

    /// <summary>A writer names a person who was erased.</summary>
    public static Error PersonErased() => new("registries.row.person-erased");

    /// <summary>A writer would seal under a new key what the lost one sealed.</summary>
    public static Error KeyLost(string subject) => Error.Of("registries.row.key-lost", ("person", subject));

    public static Error KeysForbidden() => new("registries.keys.forbidden");
}

using Lingnan.Kernel;

namespace Lingnan.Registries.Consents;

/// <summary>Errors of consents.</summary>
internal static class ConsentErrors
{
    public static Error Missing() => new("registries.unmask.consent-required");
    public static Error Forbidden() => new("registries.consent.forbidden");
    public static Error UnknownPerson() => new("registries.consent.person.not-found");
    public static Error UnknownText() => new("registries.consent.text.not-found");
    public static Error NotFound() => new("registries.consent.not-found");
    public static Error OtherVersion(int version) => Error.Of("registries.consent.version", ("version", version));
    public static Error Given() => new("registries.consent.given.conflict");
    public static Error Withdrawn() => new("registries.consent.withdrawn.conflict");
    public static Error Channel() => new("registries.consent.channel");
    public static Error Until() => Error.Of("registries.consent.until", ("years", RegistriesLimits.ConsentYears));
    public static Error Evidence() => Error.Of("registries.consent.evidence", ("max", RegistriesLimits.ReasonMax));
}

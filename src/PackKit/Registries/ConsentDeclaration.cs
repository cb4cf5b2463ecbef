using Lingnan.Kernel;

namespace Lingnan.PackKit.Registries;

/// <summary>The consent that whole values of a register rest on.</summary>
/// <param name="Code">Code, unique in the pack; registers that share one share the consent.</param>
/// <param name="Version">Version of the text, from 1. Consents keep the version they were given to.</param>
/// <param name="Purpose">What the data is read for.</param>
/// <param name="Basis">The law by which it takes consent, with its article.</param>
/// <param name="Text">The text that people consent to.</param>
public sealed record ConsentDeclaration(
    string Code, int Version, LocalText Purpose, LocalText Basis, LocalText Text);

using Lingnan.Kernel;

namespace Lingnan.Identity.Contracts;

/// <summary>
/// What sign-up asks of the city's register of persons. Identity owns no person data: a higher ring implements this
/// over whichever register is declared to hold persons.
/// </summary>
public interface IPersonRegister
{
    /// <summary>The internal person id when number and name both match a living person, else null.
    /// Takes the same time either way.</summary>
    Task<string?> MatchAsync(ResidentId residentId, string name, CancellationToken cancellationToken = default);
}

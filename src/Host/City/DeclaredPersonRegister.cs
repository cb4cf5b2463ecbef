using Lingnan.Identity.Contracts;
using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Registries.Contracts;

namespace Lingnan.Host.City;

/// <summary>Answers sign-up from whichever declared register holds persons.</summary>
internal sealed class DeclaredPersonRegister(IRegisters registers) : IPersonRegister
{
    private static readonly Caller Check = Caller.System("sign-up");

    public async Task<string?> MatchAsync(
        ResidentId residentId, string name, CancellationToken cancellationToken = default)
    {
        var persons = registers.All.FirstOrDefault(r => r.IsPersons);
        var number = persons?.Fields.FirstOrDefault(f => f.Type == FieldType.ResidentId);
        if (persons is null || number is null) return null;
        var found = await registers.FindByKeyAsync(
            persons, number.Name, residentId.ToString(), Check, "sign-up check", cancellationToken);
        return found is not null && (found.Values.GetValueOrDefault(persons.TitleField) as string) == name
            ? found.Id
            : null;
    }
}

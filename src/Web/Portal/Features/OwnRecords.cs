using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Words;
using Lingnan.Registries.Contracts;

namespace Lingnan.Web.Portal.Features;

/// <summary>What the registers hold about the one who asks. Each read is in the log like anybody's.</summary>
internal sealed class OwnRecords(IRegisters registers, IWords words)
{
    private const int RelatedMax = 20;

    /// <summary>The person's own row and the register it is in; a not-found error when the account has none.</summary>
    public async Task<Result<(RegistryDeclaration Register, Record Record)>> PersonAsync(
        Caller caller, CancellationToken cancellationToken)
    {
        if (caller.PersonId is not { } id) return new Error("portal.me.not-found");
        foreach (var register in Holding(id))
        {
            var found = await registers.GetAsync(register, id, unmask: false, caller, Purpose, cancellationToken);
            if (found.IsOk) return (register, found.Value);
            if (!found.Error.Code.EndsWith("not-found", StringComparison.Ordinal)) return found.Error;
        }

        return new Error("portal.me.not-found");
    }

    /// <summary>Versions of the person's own row, newest first.</summary>
    public async Task<Result<(RegistryDeclaration Register, IReadOnlyList<RecordVersion> Versions)>> HistoryAsync(
        Caller caller, VersionRange range, CancellationToken cancellationToken)
    {
        if (caller.PersonId is not { } id) return new Error("portal.me.not-found");
        foreach (var register in Holding(id))
        {
            var found = await registers.HistoryAsync(
                register, id, unmask: false, caller, Purpose, range, cancellationToken);
            if (found.IsOk) return (register, found.Value);
        }

        return new Error("portal.me.not-found");
    }

    /// <summary>Rows of other registers that are about the person. Only for citizens:
    /// an officer's reach would bring others'.</summary>
    public async Task<IReadOnlyList<(RegistryDeclaration Register, IReadOnlyList<Record> Records)>> RelatedAsync(
        Caller caller, CancellationToken cancellationToken)
    {
        var related = new List<(RegistryDeclaration, IReadOnlyList<Record>)>();
        if (caller is not { Kind: CallerKind.Citizen, PersonId: { } id }) return related;
        foreach (var register in registers.All.Where(r => r is { SubjectField: not null, Open: false }))
        {
            var page = await registers.ListAsync(
                register, new RecordQuery { Limit = RelatedMax }, caller, Purpose, cancellationToken);
            if (!page.IsOk) continue;
            var own = page.Value.Items.Where(
                r => (string?)r.Values.GetValueOrDefault(register.SubjectField!) == id).ToList();
            if (own.Count > 0) related.Add((register, own));
        }

        return related;
    }

    private AccessPurpose Purpose => new(words["portal.me.purpose", Languages.Chinese], null);

    private IEnumerable<RegistryDeclaration> Holding(string id) =>
        registers.All.Where(r => r.IsPersons && id.StartsWith(r.IdPrefix + "_", StringComparison.Ordinal));
}

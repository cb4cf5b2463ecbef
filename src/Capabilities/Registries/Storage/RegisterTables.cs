using System.Collections.Frozen;
using Lingnan.PackKit;
using Lingnan.PackKit.Registries;
using Lingnan.Registries.Model;

namespace Lingnan.Registries.Storage;

/// <summary>The tables of all declared registers, and what their declarations refer to.</summary>
internal sealed class RegisterTables
{
    private readonly FrozenDictionary<string, PhysicalTable> _tables;
    private readonly FrozenDictionary<string, CodeListDeclaration> _codeLists;

    public RegisterTables(PackSet packs)
    {
        _codeLists = packs.All<CodeListDeclaration>().ToFrozenDictionary(c => c.Name, StringComparer.Ordinal);
        All = [.. packs.All<RegistryDeclaration>().OrderBy(r => r.Name, StringComparer.Ordinal)
            .Select(r => new PhysicalTable(r, CodeList))];
        _tables = All.ToFrozenDictionary(t => t.Register.Name, StringComparer.Ordinal);
    }

    public IReadOnlyList<PhysicalTable> All { get; }

    /// <summary>For values that are only looked for.</summary>
    public ValidationContext LookUp =>
        new() { CodeList = CodeList, Today = DateOnly.MaxValue, IsDemo = true, LookUp = true };

    public PhysicalTable Of(RegistryDeclaration register) => _tables[register.Name];

    public PhysicalTable? Find(string name) => _tables.GetValueOrDefault(name);

    public CodeListDeclaration? CodeList(string name) => _codeLists.GetValueOrDefault(name);
}

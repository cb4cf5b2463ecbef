using Lingnan.PackKit.Loading;
using YamlDotNet.RepresentationModel;

namespace Lingnan.PackKit.Registries;

/// <summary>Checks relations once every register is read.</summary>
internal static class RelationRules
{
    public static void Check(PackLinker linker, ILookup<string, RegistryDeclaration> registers)
    {
        var codes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var register in registers.SelectMany(r => r))
            foreach (var relation in register.Relations)
                CheckOne(linker, registers, register, relation, codes);
    }

    private static void CheckOne(
        PackLinker linker, ILookup<string, RegistryDeclaration> registers, RegistryDeclaration register,
        RelationDeclaration relation, HashSet<string> codes)
    {
        // A register that does not exist is told where names are resolved.
        if (registers[relation.Holder].FirstOrDefault() is not { } holder) return;
        var check = new Checking(linker, register.File, relation, holder);
        check.Ends();
        check.Days();
        check.Share();
        if (relation.ByKey && registers[relation.Target].FirstOrDefault() is { } far) check.Key(far);
        var target = relation.TargetIn(holder);
        if (relation.Acyclic && target != register.Name)
            check.Fault("acyclic", "pack.relation-acyclic", "Only a relation within one register can lead back.",
                "Remove 'acyclic'.");
        if (!codes.Add($"{register.Name}/{relation.Code}"))
            check.Fault("code", "pack.relation-code", $"'{relation.Code}' is taken at '{register.Name}'.",
                "Give each relation that begins or ends at a register a code of its own.");
        if (!codes.Add($"{target}/{relation.InverseCode}"))
            check.Fault("inverse", "pack.relation-code", $"'{relation.InverseCode}' is taken at '{target}'.",
                "Give each relation that begins or ends at a register a code of its own.");
    }

    private sealed class Checking(
        PackLinker linker, string file, RelationDeclaration relation, RegistryDeclaration holder)
    {
        public void Fault(string key, string code, string what, string mend) =>
            linker.Fault(file, At(key), code, what, mend);

        public void Ends()
        {
            if (relation.From is { } from && Find("from", from) is { } near)
            {
                if (near.Type != FieldType.Reference || near.Target != relation.Register)
                    Fault("from", "pack.relation-target",
                        $"'{from}' of '{holder.Name}' does not point to '{relation.Register}'.",
                        $"Name a reference field whose target is '{relation.Register}'.");
                Reachable("from", near);
            }
            var key = relation.From is null ? "field" : "to";
            if (Find(key, relation.To) is not { } far) return;
            if (!relation.ByKey && far.Type != FieldType.Reference)
                Fault(key, "pack.relation-target", $"'{relation.To}' of '{holder.Name}' is no reference.",
                    "Name a reference field.");
            Reachable(key, far);
        }

        public void Days()
        {
            foreach (var (key, name) in new[] { ("since", relation.Since), ("until", relation.Until) })
                if (name is not null && Find(key, name) is { Type: not FieldType.Date } or { Privacy: Privacy.Sealed })
                    Fault(key, "pack.wrong-field-type", $"'{name}' of '{holder.Name}' holds no plain date.",
                        "Name a date field that is not sealed.");
        }

        public void Share()
        {
            if (relation.Share is { } name
                && Find("share", name) is { Type: not FieldType.Number } or { Privacy: Privacy.Sealed })
                Fault("share", "pack.wrong-field-type", $"'{name}' of '{holder.Name}' holds no plain number.",
                    "Name a number field that is not sealed.");
        }

        public void Key(RegistryDeclaration target)
        {
            var key = target.Key.Count == 1 ? target.Fields.FirstOrDefault(f => f.Name == target.Key[0]) : null;
            var own = holder.Fields.FirstOrDefault(f => f.Name == relation.To);
            if (key is null || own is null || key.Type != own.Type || key.Privacy == Privacy.Sealed
                || key.Type is FieldType.Number or FieldType.Money or FieldType.Geometry or FieldType.Reference)
                Fault("target", "pack.relation-target",
                    $"'{relation.To}' cannot hold the key of '{target.Name}'.",
                    "Name a register whose key is one plain text of the same type, or use a reference field.");
        }

        // Both ways are walked, so each end is looked up by an index and compared as it is kept.
        private void Reachable(string key, FieldDeclaration field)
        {
            if (field.Privacy == Privacy.Sealed)
                Fault(key, "pack.relation-sealed", $"'{field.Name}' is sealed, so nothing can be found by it.",
                    "Say 'privacy: personal' for it: personal links are shown for a purpose only.");
            if (!field.Indexed && !field.Unique && !holder.Key.Contains(field.Name)
                && holder.SubjectField != field.Name)
                Fault(key, "pack.relation-not-indexed", $"The way back by '{field.Name}' has no index.",
                    $"Say 'indexed: true' for it in '{holder.Name}'.");
        }

        private FieldDeclaration? Find(string key, string name)
        {
            if (holder.Fields.FirstOrDefault(f => f.Name == name) is { } field) return field;
            var near = Nearest.Of(name, holder.Fields.Select(f => f.Name));
            Fault(key, "pack.unknown-field", $"There is no field {FaultList.Quote(name)} in '{holder.Name}'.",
                near is null ? "Name one of its fields." : $"Did you mean '{near}'?");
            return null;
        }

        private YamlNode? At(string key) => relation.Node is not { } node ? null
            : PackFileReader.Node(node, key)
                ?? (PackFileReader.Node(node, "link") is YamlMappingNode link ? PackFileReader.Node(link, key) : null)
                ?? node;
    }
}

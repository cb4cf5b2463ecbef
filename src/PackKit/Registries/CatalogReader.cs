using Lingnan.Kernel;
using YamlDotNet.RepresentationModel;

namespace Lingnan.PackKit.Registries;

/// <summary>Reads <c>catalog:</c> of a register. What is not shared names the law it rests on, and what is shared on
/// a condition names it (国发〔2016〕51号, articles 9 and 10).</summary>
internal static class CatalogReader
{
    public static CatalogDeclaration? Read(PackFileReader reader, YamlMappingNode root)
    {
        if (PackFileReader.Node(root, "catalog") is not YamlMappingNode map) return null;
        var declared = new CatalogDeclaration
        {
            Classification = PackFileReader.Text(map, "classification"),
            Share = PackFileReader.Text(map, "share"),
            ShareCondition = PackFileReader.Text(map, "shareCondition"),
            LegalBasis = PackFileReader.Text(map, "legalBasis"),
            Cycle = PackFileReader.Text(map, "cycle"),
            ProviderCode = PackFileReader.Text(map, "providerCode"),
            Keywords = PackFileReader.Texts(map, "keywords"),
        };
        if (declared is { Share: "none", LegalBasis: null })
            reader.Fault(map, "pack.no-legal-basis", "The register is not shared, and no legalBasis says by which law.",
                "Add legalBasis: the law, administrative regulation or order, with its article; or share it.");
        if (declared is { Share: "conditional", ShareCondition: null })
            reader.Fault(map, "pack.no-share-condition", "The register is shared on a condition that is not stated.",
                "Add shareCondition: who gets it, and for what.");
        if (declared is { Share: "none" } && PackFileReader.Flag(root, "open"))
            reader.Fault(
                map, "pack.open-not-shared", "The register is open to everyone but not shared with departments.",
                "Remove open: true, or share it.");
        if (declared.ProviderCode is { } code && !CreditCode.Parse(code).IsOk)
            reader.Fault(PackFileReader.Node(map, "providerCode")!, "pack.bad-credit-code",
                $"'{code}' is no unified social credit code.", "Give the 18 characters with their check character.");
        return declared;
    }
}

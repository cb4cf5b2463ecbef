using YamlDotNet.RepresentationModel;

namespace Lingnan.PackKit.Registries;

/// <summary>Reads <c>consent:</c> of a register.</summary>
internal static class ConsentReader
{
    public static ConsentDeclaration? Read(PackFileReader reader, YamlMappingNode root)
    {
        if (PackFileReader.Node(root, "consent") is not YamlMappingNode map) return null;
        if (!PackFileReader.Flag(root, "isPersons") && PackFileReader.Text(root, "subjectField") is null)
            reader.Fault(map, "pack.consent-of-nobody", "Nobody can consent: the rows are about no person.",
                "Say isPersons: true, name the subjectField, or leave consent out.");
        return new(
            $"{reader.Pack}:{PackFileReader.Text(map, "code")}", PackFileReader.Whole(map, "version", 1),
            PackFileReader.WordsOrNone(map, "purpose"), PackFileReader.WordsOrNone(map, "basis"),
            PackFileReader.WordsOrNone(map, "text"));
    }
}

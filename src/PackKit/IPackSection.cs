using YamlDotNet.RepresentationModel;

namespace Lingnan.PackKit;

/// <summary>A folder of declarations that packs may have, owned by the capability that understands it.</summary>
public interface IPackSection
{
    /// <summary>Folder name inside a pack, e.g. <c>registries</c>.</summary>
    string Folder { get; }

    /// <summary>JSON Schema (2020-12) of one file, for editors.</summary>
    string SchemaJson { get; }

    /// <summary>Reads one file; adds every fault to <paramref name="reader"/>; null when too faulty to use.</summary>
    object? Read(PackFileReader reader, YamlMappingNode root);

    /// <summary>Checks references between declarations of all packs, after all files were read.</summary>
    void Link(PackLinker linker);
}

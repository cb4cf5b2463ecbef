using Lingnan.PackKit.Loading;
using YamlDotNet.RepresentationModel;

namespace Lingnan.PackKit;

/// <summary>
/// What a section sees when all files of all packs were read. References said with <see cref="PackFileReader.Refer"/>
/// are resolved before; a section only adds the checks that need other declarations.
/// </summary>
public sealed class PackLinker
{
    private readonly FaultList _faults;

    internal PackLinker(PackSet packs, FaultList faults)
    {
        Packs = packs;
        _faults = faults;
    }

    /// <summary>All packs, some of which may be faulty.</summary>
    public PackSet Packs { get; }

    /// <summary>Adds a fault.</summary>
    /// <param name="file">File, relative to the packs' folder.</param>
    /// <param name="at">Node, or null for the file as a whole.</param>
    /// <param name="code">Stable code.</param>
    /// <param name="what">What is wrong.</param>
    /// <param name="mend">How to mend it.</param>
    public void Fault(string file, YamlNode? at, string code, string what, string mend) =>
        _faults.Add(file, at, code, what, mend);
}

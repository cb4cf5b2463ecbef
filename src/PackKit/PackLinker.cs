namespace Lingnan.PackKit;

/// <summary>Resolves references between declarations of all packs and collects faults.</summary>
public sealed class PackLinker
{
}

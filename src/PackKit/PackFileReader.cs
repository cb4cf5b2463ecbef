namespace Lingnan.PackKit;

/// <summary>Reads one YAML file of a pack and collects its faults.</summary>
public sealed class PackFileReader
{
}

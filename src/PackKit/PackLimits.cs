namespace Lingnan.PackKit;

/// <summary>Bounds of packs, each with its reason.</summary>
internal static class PackLimits
{
    /// <summary>Bytes of one YAML file: the longest code lists of the standards need a quarter of it.</summary>
    public const int FileBytesMax = 1024 * 1024;

    /// <summary>Bytes of one file of sample data: samples are small, a city's data comes by import.</summary>
    public const int SeedBytesMax = 8 * 1024 * 1024;

    /// <summary>Levels of nesting: declarations need eight.</summary>
    public const int DepthMax = 24;

    /// <summary>Nodes of one file: bounds the memory and time of reading it.</summary>
    public const int NodesMax = 200_000;

    /// <summary>Files of one pack.</summary>
    public const int FilesMax = 500;

    /// <summary>Packs of one city: the plans need 130.</summary>
    public const int PacksMax = 1000;

    /// <summary>Characters quoted in a fault.</summary>
    public const int QuoteMax = 80;

    /// <summary>Faults told of one file: one misplaced character can make thousands.</summary>
    public const int FaultsPerFileMax = 100;
}

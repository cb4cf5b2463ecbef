namespace Lingnan.Kernel;

/// <summary>Level of an administrative division, greater for smaller areas.</summary>
public enum RegionLevel
{
    /// <summary>省、自治区、直辖市.</summary>
    Province = 1,

    /// <summary>地级市.</summary>
    City = 2,

    /// <summary>县、区、县级市.</summary>
    County = 3,

    /// <summary>镇、乡、街道.</summary>
    Town = 4,

    /// <summary>村、社区.</summary>
    Village = 5,
}

namespace Lingnan.Kernel;

/// <summary>Sex as the identity number tells it; the values are those of GB/T 2261.1.</summary>
public enum Sex
{
    /// <summary>男, an odd sequence number.</summary>
    Male = 1,

    /// <summary>女, an even sequence number.</summary>
    Female = 2,
}

using Lingnan.Kernel;

namespace Lingnan.Registries.Merging;

/// <summary>Ends a merge in the middle with what is told to the user; the session is let go.</summary>
internal sealed class MergeStop(Error error) : Exception(error.ToString())
{
    public Error Error { get; } = error;
}

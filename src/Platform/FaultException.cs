using Lingnan.Kernel;

namespace Lingnan.Platform;

/// <summary>
/// A fault of the surroundings (full disk, busy database, wrong schema) that whoever runs the city can mend. It
/// carries an <see cref="Kernel.Error"/>, so that the web, the command line and jobs show words and not a stack.
/// </summary>
public class FaultException(Error error, Exception? inner = null) : Exception(error.ToString(), inner)
{
    /// <summary>What is told.</summary>
    public Error Error { get; } = error;
}

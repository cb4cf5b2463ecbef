using Lingnan.Kernel;

namespace Lingnan.Host.Commands;

/// <summary>The name of a register on the command line, <c>pack:table</c>, as a path.</summary>
internal static class RegisterName
{
    public static Result<string> ToPath(string name) =>
        name.Split(':') is [{ Length: > 0 } pack, { Length: > 0 } table]
            ? $"/api/registries/{Uri.EscapeDataString(pack)}/{Uri.EscapeDataString(table)}"
            : Error.Of("host.register-name", ("name", name));
}

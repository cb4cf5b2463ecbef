using Lingnan.Kernel;

namespace Lingnan.Platform.Permissions;

/// <summary>A right that a role may hold. Declared by a capability; what nobody granted is denied.</summary>
/// <param name="Code">Dotted, e.g. <c>registries.read</c>.</param>
/// <param name="Title">Words for the role editor.</param>
public sealed record Permission(string Code, LocalText Title);

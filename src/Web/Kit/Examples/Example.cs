using Microsoft.AspNetCore.Components;

namespace Lingnan.Web.Kit.Examples;

/// <summary>A component in one state that it must look and read well in. Tests render each and check its
/// HTML.</summary>
/// <param name="Name">What the example shows.</param>
/// <param name="Component">Type of the component.</param>
/// <param name="Parameters">Its parameters.</param>
public sealed record Example(string Name, Type Component, IReadOnlyDictionary<string, object?> Parameters)
{
    /// <summary>An example of <typeparamref name="TComponent"/>.</summary>
    public static Example Of<TComponent>(string name, params ReadOnlySpan<(string Name, object? Value)> parameters)
        where TComponent : IComponent
    {
        var all = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in parameters) all[key] = value;
        return new Example(name, typeof(TComponent), all);
    }

    /// <summary>Text as content of a component.</summary>
    public static RenderFragment Text(string text) => builder => builder.AddContent(0, text);
}

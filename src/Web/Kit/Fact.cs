using Microsoft.AspNetCore.Components;

namespace Lingnan.Web.Kit;

/// <summary>A fact of a <see cref="DescriptionList"/>.</summary>
/// <param name="Term">What it is.</param>
/// <param name="Text">What it says.</param>
public sealed record Fact(string Term, RenderFragment Text)
{
    /// <summary>A fact in plain text; nothing shows as a dash.</summary>
    public Fact(string term, string? text)
        : this(term, builder => builder.AddContent(0, string.IsNullOrEmpty(text) ? "—" : text)) { }
}

namespace Lingnan.Web.Kit;

/// <summary>A step of a breadcrumb.</summary>
/// <param name="Title">Title of the page.</param>
/// <param name="Href">Its address, or null for the page shown.</param>
public sealed record Crumb(string Title, string? Href = null);

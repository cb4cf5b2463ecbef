namespace Lingnan.Web.Kit;

/// <summary>A fault of a form in words.</summary>
/// <param name="FieldId">Id of the input it concerns, or null when it concerns the whole.</param>
/// <param name="Text">What is wrong and how to mend it.</param>
public sealed record FormFault(string? FieldId, string Text);

namespace Lingnan.PackKit;

/// <summary>One fault in a pack. Loading goes on after a fault, so that all are told at once.</summary>
/// <param name="File">Path relative to the packs' folder, with forward slashes.</param>
/// <param name="Line">Line, from 1; 0 when it concerns the file as a whole.</param>
/// <param name="Column">Column, from 1; 0 likewise.</param>
/// <param name="Code">Stable code, e.g. <c>pack.unknown-key</c>.</param>
/// <param name="What">What is wrong, one English sentence with the offending text.</param>
/// <param name="Mend">How to mend it, one English sentence.</param>
public sealed record PackFault(string File, int Line, int Column, string Code, string What, string Mend)
{
    /// <summary><c>file:line:column code: what mend</c>, as editors and terminals link it.</summary>
    public override string ToString() => $"{File}:{Line}:{Column} {Code}: {What} {Mend}";
}

using Lingnan.PackKit.Registries;

namespace Lingnan.Registries.Model;

/// <summary>What the rules of a field need to know of the city.</summary>
internal sealed record ValidationContext
{
    /// <summary>The code list <c>pack:id</c>, or null.</summary>
    public required Func<string, CodeListDeclaration?> CodeList { get; init; }

    /// <summary>Today in the city.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>True when synthetic identity numbers are at home here.</summary>
    public bool IsDemo { get; init; }

    /// <summary>True when a value is only looked for, not kept: range, pattern and validity in time do not
    /// matter.</summary>
    public bool LookUp { get; init; }

    /// <summary>True when absent fields may already have values in the row that is changed; required fields are then
    /// checked on the whole row when it is written.</summary>
    public bool Partial { get; init; }
}

namespace Lingnan.PackKit.Plans;

/// <summary>How far a row of the plans is.</summary>
public enum PlanState
{
    /// <summary>The carrying pack's story runs from its first step to its last, and the test run proves it.</summary>
    Proved,
    /// <summary>What carries it is there; some of its steps wait for a capability.</summary>
    Declared,
    /// <summary>Nothing carries it yet.</summary>
    Open,
    /// <summary>It is a target that is measured, not a system that is built.</summary>
    Indicator,
    /// <summary>It is not built, on purpose; the note says what is offered instead.</summary>
    Declined,
}

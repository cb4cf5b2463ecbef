using Lingnan.Kernel;

namespace Lingnan.PackKit.Plans;

/// <summary>One system, platform, database, card, portal or index that a municipal plan asks for.</summary>
/// <param name="No">Number, 1 to 537.</param>
/// <param name="Title">Its name: in Chinese the words of the plan, in English what it is.</param>
/// <param name="Plans">Numbers of the plans that ask for it, <c>000</c> to <c>004</c>.</param>
/// <param name="CarriedBy"><c>pack:id</c>, <c>capability:name</c>, <c>platform:part</c>, <c>indicator</c> or
/// <c>declined</c>.</param>
/// <param name="Also">Others that take part, in the same form.</param>
/// <param name="Note">What a reader should know: for a declined row what is offered instead; else null.</param>
public sealed record PlanRow(
    int No, LocalText Title, IReadOnlyList<string> Plans, string CarriedBy, IReadOnlyList<string> Also, string? Note);

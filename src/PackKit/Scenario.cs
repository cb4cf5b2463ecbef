using Lingnan.Kernel;

namespace Lingnan.PackKit;

/// <summary>The end-to-end story that shows a system works.</summary>
/// <param name="Steps">In order.</param>
public sealed record Scenario(IReadOnlyList<ScenarioStep> Steps);

/// <summary>One step of a story.</summary>
/// <param name="Title">What happens, as a sentence.</param>
/// <param name="Waiting">Name of the capability it waits for, or null when it can run.</param>
/// <param name="Verb">What to do, e.g. <c>import</c>, <c>upsert</c>, <c>get</c>, <c>list</c>; null while
/// waiting.</param>
/// <param name="ArgsJson">The step's arguments as a JSON object, as declared; null while waiting.</param>
/// <param name="ExpectJson">What must hold afterwards as a JSON object; null while waiting.</param>
/// <param name="Line">Line in the file.</param>
public sealed record ScenarioStep(LocalText Title, string? Waiting, string? Verb, string? ArgsJson, string? ExpectJson,
    int Line);

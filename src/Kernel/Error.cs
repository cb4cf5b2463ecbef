namespace Lingnan.Kernel;

/// <summary>
/// A failure that a user may meet and mend. It carries a stable code and the facts; the words in zh-CN and English
/// are looked up by the code where a person reads them, so no sentence is built here.
/// </summary>
/// <param name="Code">Stable dotted code, e.g. <c>kernel.resident-id.check-digit</c>.
/// Never reused for another meaning.</param>
/// <param name="Args">Facts the words need, by name, e.g. <c>expected</c> = <c>X</c>.
/// Never a secret or a full identity number.</param>
public sealed record Error(string Code, IReadOnlyDictionary<string, object?> Args)
{
    private static readonly IReadOnlyDictionary<string, object?> NoArgs = new Dictionary<string, object?>();

    /// <summary>An error whose words need no facts.</summary>
    public Error(string code) : this(code, NoArgs) { }

    /// <summary>An error with named facts.</summary>
    public static Error Of(string code, params ReadOnlySpan<(string Name, object? Value)> args)
    {
        var facts = new Dictionary<string, object?>(args.Length, StringComparer.Ordinal);
        foreach (var (name, value) in args) facts[name] = value;
        return new Error(code, facts);
    }

    /// <summary>The code and its facts on one line, for logs.</summary>
    public override string ToString() =>
        Args.Count == 0 ? Code : $"{Code} ({string.Join(", ", Args.Select(a => $"{a.Key}={a.Value}"))})";
}

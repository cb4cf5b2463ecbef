namespace Lingnan.Platform.Audit;

/// <summary>Defects as they are found; each position is named once.</summary>
internal sealed class AuditDefects
{
    /// <summary>Stands for the chain's name where a checkpoint itself is at fault.</summary>
    public const string Checkpoints = "checkpoints";

    private readonly HashSet<(string, long)> _known = [];
    private readonly List<AuditDefect> _named = [];

    public IReadOnlyList<AuditDefect> Named => _named;

    public bool IsFull => _named.Count >= AuditLimits.Defects;

    public void Add(string chain, long sequence, string kind)
    {
        if (!IsFull && _known.Add((chain, sequence))) _named.Add(new AuditDefect(chain, sequence, kind));
    }

    public bool Knows(string chain, long sequence) => _known.Contains((chain, sequence));

    /// <summary>Names a run of missing positions.</summary>
    public void AddRemoved(string chain, long first, long last)
    {
        for (var sequence = first; sequence <= last && !IsFull; sequence++) Add(chain, sequence, "removed");
    }
}

namespace Lingnan.Platform.Audit;

/// <summary>
/// One chain, entry by entry. An entry that does not link is kept aside, because whether it was changed, stands at
/// another's place, or only follows such an entry can be told when its neighbours are known.
/// </summary>
internal sealed class AuditChainWalk(
    string chain, AuditHead? head, SortedDictionary<long, string> signed, AuditDefects defects)
{
    private readonly long _lastSigned = signed.Count == 0 ? 0 : signed.Keys.Last();
    private readonly List<Unlinked> _unlinked = [];
    private readonly List<byte[]> _nearby = [];
    private byte[] _before = AuditRow.Genesis;
    private long _last;
    private string _lastHash = Convert.ToHexStringLower(AuditRow.Genesis);

    public string Chain => chain;

    public void Next(AuditRow row, byte[] hash)
    {
        if (head is null || row.Sequence < 1 || row.Sequence > head.Sequence)
        {
            // Checkpoints know better than a head that was set back: then the head is wrong, not the entry.
            if (row.Sequence < 1 || row.Sequence > _lastSigned)
            {
                defects.Add(chain, row.Sequence, "added");
                return;
            }
        }

        var gap = row.Sequence > _last + 1;
        if (gap) defects.AddRemoved(chain, _last + 1, row.Sequence - 1);
        // The entry after a gap has lost what it links to; it cannot be judged by its own link.
        if (!gap && !row.Hash(_before).AsSpan().SequenceEqual(hash)) SetAside(row, hash);
        _before = hash;
        _last = row.Sequence;
        _lastHash = Convert.ToHexStringLower(hash);
        if (signed.TryGetValue(row.Sequence, out var known) && known != _lastHash && _unlinked.Count == 0)
            defects.Add(chain, row.Sequence, "changed");
    }

    public void End()
    {
        JudgeUnlinked();
        var end = Math.Max(head?.Sequence ?? 0, _lastSigned);
        if (_last < end) defects.AddRemoved(chain, _last + 1, end);
        if (head is null ? _last > 0 : head.Sequence < _last || (head.Sequence == _last && head.Hash != _lastHash))
            defects.Add(chain, _last, "head");
    }

    private void SetAside(AuditRow row, byte[] hash)
    {
        if (_unlinked.Count >= AuditLimits.Misplaced)
        {
            defects.Add(chain, row.Sequence, "changed");
            return;
        }

        _unlinked.Add(new Unlinked(row, hash));
        _nearby.Add(_before);
        _nearby.Add(hash);
    }

    private void JudgeUnlinked()
    {
        foreach (var (row, hash) in _unlinked)
        {
            // Whole in itself, at its own place: only what stands before it is not what stood there.
            if (LinksAt(row, hash, row.Sequence)) continue;
            var elsewhere = _unlinked.Any(other => other.Row.Sequence != row.Sequence
                && LinksAt(row, hash, other.Row.Sequence));
            defects.Add(chain, row.Sequence, elsewhere ? "re-ordered" : "changed");
        }

        // Something must be wrong where links broke, even if every entry is whole in itself.
        if (_unlinked.Count > 0 && !_unlinked.Any(u => defects.Knows(chain, u.Row.Sequence)))
            defects.Add(chain, _unlinked[0].Row.Sequence, "re-ordered");
    }

    private bool LinksAt(AuditRow row, byte[] hash, long sequence)
    {
        var placed = row with { Sequence = sequence };
        return _nearby.Any(before => placed.Hash(before).AsSpan().SequenceEqual(hash));
    }

    private sealed record Unlinked(AuditRow Row, byte[] Hash);
}

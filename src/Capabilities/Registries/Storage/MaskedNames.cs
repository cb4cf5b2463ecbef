namespace Lingnan.Registries.Storage;

/// <summary>Names of the masked fields of row after row. Rows of one page mostly have the same, which is then one
/// set.</summary>
internal sealed class MaskedNames
{
    private readonly List<string> _names = [];
    private HashSet<string> _last = [];

    public void Add(string name) => _names.Add(name);

    /// <summary>Those added since the last time.</summary>
    public IReadOnlySet<string> Take()
    {
        if (_names.Count != _last.Count || !_names.TrueForAll(_last.Contains))
            _last = new HashSet<string>(_names, StringComparer.Ordinal);
        _names.Clear();
        return _last;
    }
}

using System.Runtime.InteropServices;

namespace Lingnan.Registries.Storage;

/// <summary>Names of the masked fields of row after row. Rows of one page mostly have the same, which is then one
/// set.</summary>
internal sealed class MaskedNames
{
    private readonly List<string> _names = [];
    private string[] _last = [];
    private HashSet<string> _set = [];

    public void Add(string name) => _names.Add(name);

    /// <summary>Those added since the last time.</summary>
    public IReadOnlySet<string> Take()
    {
        if (!CollectionsMarshal.AsSpan(_names).SequenceEqual(_last))
        {
            _last = [.. _names];
            _set = new HashSet<string>(_last, StringComparer.Ordinal);
        }
        _names.Clear();
        return _set;
    }
}

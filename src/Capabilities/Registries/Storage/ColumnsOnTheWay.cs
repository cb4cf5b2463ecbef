using System.Collections;

namespace Lingnan.Registries.Storage;

/// <summary>Columns of rows, made only as each is sent: while the database takes in one row, the next is
/// made.</summary>
/// <param name="count">Rows.</param>
/// <param name="make">Makes the columns of the row at a place; called once for each, in order.</param>
internal sealed class ColumnsOnTheWay(int count, Func<int, object?[]> make) : IReadOnlyCollection<object?[]>
{
    public int Count => count;

    public IEnumerator<object?[]> GetEnumerator()
    {
        for (var i = 0; i < count; i++) yield return make(i);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

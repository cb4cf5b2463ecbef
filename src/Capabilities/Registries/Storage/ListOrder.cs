using System.Globalization;
using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Model;

namespace Lingnan.Registries.Storage;

/// <summary>A position in an ordered list: after these values, and among equal ones after this id.</summary>
internal sealed record ListPosition(string Order, IReadOnlyList<string> Values, string Id);

/// <summary>One key of an order.</summary>
internal sealed record OrderKey(PhysicalField Field, bool IsDescending)
{
    public string Expression => PhysicalTable.Sortable(Field);
}

/// <summary>
/// How a list is ordered: by one field that has an index, or by several as the register declares, and then by id,
/// so that the order is total. A page begins at a place in the index however many rows stand before it.
/// </summary>
internal sealed class ListOrder
{
    private readonly PhysicalTable _table;
    private readonly bool _isIdDescending;

    private ListOrder(PhysicalTable table, IReadOnlyList<OrderKey> keys, bool isIdDescending)
    {
        (_table, Keys, _isIdDescending) = (table, keys, isIdDescending);
        Name = $"{table.Register.Name} {string.Join(' ', keys.Select(k =>
            $"{k.Field.Field.Name} {Word(k.IsDescending)}"))} {Word(isIdDescending)}";
    }

    public IReadOnlyList<OrderKey> Keys { get; }

    /// <summary>Register, fields and directions, bound into cursors.</summary>
    public string Name { get; }

    public static Result<ListOrder> Of(PhysicalTable table, ReadScope scope, RecordQuery query)
    {
        var asked = query.Sorts.Count > 0 ? [.. query.Sorts]
            : query.Sort is { } one ? new List<RecordSort> { new(one, query.Descending) } : [];
        if (asked.Count == 0) return Declared(table, scope, query.Descending);
        var id = asked[^1].Field == "id" ? asked[^1] : null;
        if (id is not null) asked.RemoveAt(asked.Count - 1);
        if (asked.Count == 0) return new ListOrder(table, [], id!.Descending);
        if (id is not null && id.Descending != asked[^1].Descending) return NotDeclared(table, asked, id);
        var keys = new List<OrderKey>(asked.Count);
        foreach (var (name, descending) in asked)
        {
            if (table.Live.FirstOrDefault(f => f.Field.Name == name) is not { IsSealed: false, IsShape: false } field)
                return RegistriesErrors.NotSortable(name);
            if (table.Evolution.Filling.Contains(name)) return Evolution.EvolutionErrors.Filling(name);
            keys.Add(new OrderKey(field, descending));
        }
        if (keys.Count > 1)
            return table.Register.Orders.Any(o => Fits(o, keys))
                ? new ListOrder(table, keys, keys[^1].IsDescending)
                : NotDeclared(table, asked, id);
        return PhysicalTable.IsServed(table.Register, keys[0].Field.Field)
            ? new ListOrder(table, keys, keys[0].IsDescending)
            : RegistriesErrors.NotSortable(asked[0].Field);
    }

    /// <summary>
    /// What comes after a position, as conditions whose rows follow one upon the other:
    /// first those that share all values with it, then those that share all but the last, and so on.
    /// Each is one range of the index, which a comparison of whole rows would be on PostgreSQL only, and only where all
    /// keys run the same way. Values that are shared are not ordered by once more:
    /// SQLite would not see that they are all the same, and sort.
    /// </summary>
    public IEnumerable<(Action<SqlText> Condition, string By)> After(ListPosition? after, Engine engine)
    {
        if (after is null)
        {
            yield return (_ => { }, By(0));
            yield break;
        }
        if (engine == Engine.Postgres && Keys.All(k => k.IsDescending == _isIdDescending))
        {
            yield return (s => s.Append($" AND ({string.Join(", ", Keys.Select(k => k.Expression).Append("id"))}) ")
                .Append(_isIdDescending ? "<" : ">")
                .Append($" ({string.Join(", ", Keys.Select((_, i) => Value(s, after, i)).Append(s.Parameter(after.Id)))})"), By(0));
            yield break;
        }
        for (var shared = Keys.Count; shared >= 0; shared--)
        {
            var same = shared;
            yield return (s =>
            {
                for (var i = 0; i < same; i++) s.Append($" AND {Keys[i].Expression} = {Value(s, after, i)}");
                if (same == Keys.Count) s.Append($" AND id {Sign(_isIdDescending)} {s.Parameter(after.Id)}");
                else
                    s.Append($" AND {Keys[same].Expression} {Sign(Keys[same].IsDescending)} {Value(s, after, same)}");
            }, By(same));
        }
    }

    /// <summary>Where a row stands.</summary>
    public ListPosition PositionOf(StoredRow row) => new(Name, [.. Keys.Select(k => Text(row, k.Field))], row.Id);

    /// <summary>True when a position taken from a cursor has what this order compares.</summary>
    public bool Fits(ListPosition position) => position.Order == Name && position.Values?.Count == Keys.Count
        && Keys.Index().All(k => !k.Item.Field.IsWhole || long.TryParse(
            position.Values[k.Index], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _));

    private string By(int shared) => "ORDER BY " + string.Join(", ", Keys.Skip(shared)
        .Select(k => $"{k.Expression} {Word(k.IsDescending)}").Append($"id {Word(_isIdDescending)}"));

    private static ListOrder Declared(PhysicalTable table, ReadScope scope, bool descending)
    {
        var field = table.Field(table.Register.DefaultSort);
        // Who sees only the public fields is not led by another one.
        var isLed = scope.ReadReach.Count > 0 || scope.OwnId is not null || field.Field.Privacy == Privacy.Public;
        isLed &= !table.Evolution.Filling.Contains(field.Field.Name);
        return new ListOrder(table, isLed ? [new OrderKey(field, descending)] : [], descending);
    }

    // An index is walked as declared, or backwards as a whole.
    private static bool Fits(IReadOnlyList<string> declared, List<OrderKey> keys) => declared.Count == keys.Count
        && declared.Zip(keys).All(p => p.First.TrimStart('-') == p.Second.Field.Field.Name)
        && declared.Zip(keys).Select(p => p.First.StartsWith('-') == p.Second.IsDescending).Distinct().Count() == 1;

    private static Error NotDeclared(PhysicalTable table, List<RecordSort> asked, RecordSort? id) =>
        RegistriesErrors.NoSuchOrder(
            string.Join(',', (id is null ? asked : asked.Append(id)).Select(s => (s.Descending ? "-" : "") + s.Field)),
            string.Join(" · ", table.Register.Orders.Select(o => string.Join(',', o)).DefaultIfEmpty("-")));

    private string Value(SqlText sql, ListPosition after, int i) => Keys[i].Field.IsWhole
        ? sql.Parameter(long.Parse(after.Values[i], CultureInfo.InvariantCulture))
        : sql.Parameter(after.Values[i]);

    private string Text(StoredRow row, PhysicalField field)
    {
        var cell = row.Cells[_table.IndexOf(field.Field.Name)];
        if (field.IsWhole)
            return (cell as long? ?? PhysicalTable.NoNumber).ToString(CultureInfo.InvariantCulture);
        return cell is string text ? field.Companion is null ? text : Pinyin.Key(text) : "";
    }

    private static string Word(bool isDescending) => isDescending ? "DESC" : "ASC";

    private static string Sign(bool isDescending) => isDescending ? "<" : ">";
}

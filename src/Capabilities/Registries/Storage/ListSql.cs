using System.Globalization;
using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Sealing;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Filters;
using Lingnan.Registries.Model;
using Lingnan.Registries.Shapes;

namespace Lingnan.Registries.Storage;

/// <summary>Turns a query into one statement per page. Bad filters are told, never ignored.</summary>
internal sealed class ListSql
{
    private readonly PhysicalTable _table;
    private readonly ReadScope _scope;
    private readonly List<Action<SqlText>> _conditions = [];
    private readonly AsOf? _asOf;
    private readonly ISealing _sealing;
    private bool _needsRead;
    private bool _needsUnmask;

    private ListSql(PhysicalTable table, ReadScope scope, ListOrder order, AsOf? asOf, ISealing sealing)
    {
        (_table, _scope, Order, _asOf, _sealing) = (table, scope, order, asOf, sealing);
        // Open registers show what is, not what was.
        _needsRead = asOf is not null || order.Keys.Any(k => k.Field.Field.Privacy != Privacy.Public);
    }

    public ListOrder Order { get; }

    /// <summary>Where the rows lie, or null where nothing of it is asked.</summary>
    public PlaceCondition? Place { get; private set; }

    /// <summary>True where rows are listed as they were.</summary>
    public bool IsPast => _asOf is not null;

    /// <summary>The query's list. <paramref name="used"/> are further fields that the answer would tell of.</summary>
    public static Result<ListSql> Of(
        RegisterTables tables, PhysicalTable table, ReadScope scope, RecordQuery query, ISealing sealing,
        IEnumerable<PhysicalField>? used = null)
    {
        var order = ListOrder.Of(table, scope, query);
        if (!order.IsOk) return order.Error;
        if (query.Filters.Count > RegistriesLimits.FiltersMax) return RegistriesErrors.TooManyFilters();
        var sql = new ListSql(table, scope, order.Value, query.AsOf, sealing);
        if (sql.Unread(order.Value.Keys.Select(k => k.Field)) is { } late) return late;
        if (used?.Any(f => f.Field.Privacy != Privacy.Public) == true) sql._needsRead = true;
        if (sql.AddFilters(query, tables.LookUp) is { } error) return error;
        if (TextRules.Trim(query.Search) is { } search && sql.AddSearch(search, tables.LookUp) is { } bad)
            return bad;
        return sql.AddReach() is { } forbidden ? forbidden : sql;
    }

    /// <summary>How rows of a page are read that shows these fields, or all.</summary>
    public RowRead Read(IReadOnlySet<string>? fields) =>
        fields is not null
            ? RowRead.Shown(
                _table, fields,
                Order.Keys.Select(k => k.Field).Concat(Place is { IsLookedAt: true } p ? [p.Field] : []),
                standing: !IsPast)
            : IsPast ? _table.Shown : _table.Listed;

    /// <summary>The statements whose rows, with their keys and one after the other, are those after a position; run the
    /// next one only while rows are wanted.</summary>
    public IEnumerable<Func<int, SqlText>> Pages(ListPosition? after, Engine engine, RowRead read) =>
        Order.After(after, engine).Select<(Action<SqlText> Condition, string By), Func<int, SqlText>>(part => limit =>
        {
            var (columns, join) = read.WithKeys(_table, _sealing);
            // Spelled out: a plan that must do for every number of rows is not one for a page.
            var end = string.Create(CultureInfo.InvariantCulture, $" {part.By} LIMIT {limit}");
            if (_asOf is not null) return PastPage(columns, join, part.Condition, end);
            var sql = Where(Select(columns, join));
            part.Condition(sql);
            return sql.Append(end);
        });

    // Each table gives its own page, which an index of it begins at; the page of the list is among them.
    private SqlText PastPage(string columns, string join, Action<SqlText> condition, string end)
    {
        var sql = new SqlText().Append($"SELECT {columns} FROM (");
        foreach (var (from, before) in new[] { (_table.Name, ""), (_table.History, " UNION ALL ") })
        {
            sql.Append($"{before}SELECT * FROM (SELECT {_table.ColumnList} FROM {from} AS past ")
                .Append("WHERE closed_at IS NULL ");
            Where(sql.Append("AND " + BitemporalSql.Then(sql, _asOf!)));
            condition(sql);
            sql.Append(end + ") page");
        }
        return sql.Append($") past {join} {end}");
    }

    /// <summary>Every row, in no order, so that the index of a filter is used and not that of an order.</summary>
    public SqlText All() => Where(Select(_table.Whole.Columns));

    /// <summary>How many there are, counted no further than one beyond <paramref name="max"/>.</summary>
    public SqlText Count(int? max) => max is null
        ? Where(Select("COUNT(*)"))
        : Where(Select("COUNT(*) FROM (SELECT 1"))
            .Append(string.Create(CultureInfo.InvariantCulture, $" LIMIT {(long)max + 1}) counted"));

    /// <summary>These columns of the rows that lie surely, or not surely, where they are asked for.</summary>
    public SqlText Placed(string columns, bool isSure)
    {
        var sql = Where(Select(columns)).Append(isSure ? " AND " : " AND NOT ");
        ShapeSql.AppendWithinAny(sql, Place!.Field, Place.Boxes);
        return sql;
    }

    /// <summary>Some rows whose box meets one of these, in no order.</summary>
    public SqlText Around(IReadOnlyList<ShapeBox> boxes, RowRead read, int limit)
    {
        var sql = Where(Select(read.Columns)).Append(" AND ");
        ShapeSql.AppendMeetsAny(sql, Place!.Field, boxes);
        return sql.Append($" LIMIT {sql.Parameter(limit)}");
    }

    /// <summary>Those of these ids, with their keys.</summary>
    public SqlText Among(IEnumerable<string> ids, RowRead read)
    {
        var (columns, join) = read.WithKeys(_table, _sealing);
        return Where(Select(columns, join)).Append(" AND ").AppendIn("id", ids);
    }

    /// <summary>These columns over all rows of the list.</summary>
    public SqlText Grouped(string columns, string by, int limit)
    {
        var sql = Where(Select(columns));
        return sql.Append($" {by} LIMIT {sql.Parameter(limit)}");
    }

    private Error? AddFilters(RecordQuery query, ValidationContext lookUp)
    {
        var filters = FilterSql.Join(query.Filters);
        if (!filters.IsOk) return filters.Error;
        var all = filters.Value;
        if (TextRules.Trim(query.Where) is not null)
        {
            var where = FilterParser.Parse(query.Where!);
            if (!where.IsOk) return where.Error;
            all = all is null ? where.Value : new And(default, all, where.Value);
        }
        var compiler = new FilterSql(_table, lookUp, _sealing);
        if (query.Place is { } asked)
        {
            var place = PlaceCondition.Of(_table, asked);
            if (!place.IsOk) return place.Error;
            Place = place.Value;
            if (Place.Boxes.Count > 0)
                all = all is null ? Place.Node(Place.Boxes) : new And(default, all, Place.Node(Place.Boxes));
            // What is near is found ring by ring; here it is only asked whether the reader may ask.
            if (asked.Near is { } near
                && compiler.Compile(Place.Node(Ellipsoid.Within(near.Lon, near.Lat, near.Metres)))
                    is { IsOk: false } refused)
                return refused.Error;
        }
        if (all is not null)
        {
            var condition = compiler.Compile(all);
            if (!condition.IsOk) return condition.Error;
            _conditions.Add(condition.Value);
        }
        if (Unread(compiler.Used) is { } late) return late;
        _needsRead |= compiler.NeedsRead;
        _needsUnmask |= compiler.NeedsUnmask;
        return null;
    }

    // A whole code names its row; else the text is taken as the beginning of the title or of a key.
    private Error? AddSearch(string search, ValidationContext lookUp)
    {
        if (search.Length > RegistriesLimits.FilterValueMax) return RegistriesErrors.TextTooLong();
        if (TextRules.Forbidden(search) is { } bad) return RegistriesErrors.FilterValue("search", bad);
        var any = new List<Action<SqlText>>();
        foreach (var field in _table.Live.Where(IsSearched))
        {
            var expression = PhysicalTable.Filterable(field);
            if (CodeRules.IsStandard(field.Field.Type)
                && FieldParser.Parse(field.Field, search, lookUp) is { IsOk: true } code)
            {
                var mark = Cells.Mark(Cells.Of(_table, field, code.Value, _sealing));
                any.Add(s => s.Append($"{expression} = {s.Parameter(mark)}"));
                if (field.Field.Privacy != Privacy.Public) _needsRead = true;
            }
            else if (!field.IsSealed && !field.IsWhole && IsBegun(field.Field))
            {
                any.Add(s => s.AppendBeginning(field, FilterSql.Begin(field.Field.Type, search)));
                if (field.Field.Privacy != Privacy.Public) _needsRead = true;
            }
        }
        _conditions.Add(s =>
        {
            s.Append("(");
            for (var i = 0; i < any.Count; i++)
            {
                if (i > 0) s.Append(" OR ");
                any[i](s);
            }
            s.Append(any.Count == 0 ? "1 = 0)" : ")");
        });
        return null;
    }

    private bool IsSearched(PhysicalField field) => !_table.Evolution.Filling.Contains(field.Field.Name) &&
        (!IsPast || field.Origin.Step == 0) &&
        (field.Field.Name == _table.Register.TitleField || _table.Register.Key.Contains(field.Field.Name)
            || field.Field.Unique
            || (field.Field.Indexed && CodeRules.IsStandard(field.Field.Type)))
        && (field.Field.Privacy == Privacy.Public || _scope.ReadReach.Count > 0 || _scope.OwnId is not null);

    private bool IsBegun(FieldDeclaration field) => field.Name == _table.Register.TitleField
        || (!Masking.IsPersonal(field) && field.Type is FieldType.Text or FieldType.Region or FieldType.Code);

    private Error? AddReach()
    {
        if (_needsUnmask && !_scope.Unmask) return RegistriesErrors.UnmaskForbidden();
        if (_scope.IsOpen && !_needsRead) return null;
        var reach = _needsUnmask ? _scope.Caller.Reach(RegistriesPermissions.Unmask) : _scope.ReadReach;
        if (_scope.ReadReach.Count == 0) reach = [];
        if (reach.Contains("")) return null;
        if (reach.Count == 0 && _scope.OwnId is null) return RegistriesErrors.ReadForbidden();
        _conditions.Add(InReach);
        // As with history: what was takes the right to read the row as it stands.
        if (IsPast)
            _conditions.Add(s =>
            {
                s.Append($"EXISTS (SELECT 1 FROM {_table.Name} WHERE {_table.Name}.id = past.id AND ");
                InReach(s);
                s.Append(")");
            });
        return null;

        void InReach(SqlText s)
        {
            s.Append("(");
            var first = true;
            if (_scope.OwnId is { } own)
            {
                s.Append($"{OwnColumn} = {s.Parameter(own)}");
                first = false;
            }
            var region = _table.Register.RegionField is { } name ? PhysicalTable.Filterable(_table.Field(name)) : null;
            foreach (var prefix in region is null ? [] : reach)
            {
                s.Append(first ? "" : " OR ").AppendPrefix(region!, prefix);
                first = false;
            }
            s.Append(")");
        }
    }

    // Values that a step of change works out are in no column of a version that is older than the step.
    private Error? Unread(IEnumerable<PhysicalField> fields) =>
        IsPast && fields.FirstOrDefault(f => f.Origin.Step > 0) is { } made
        ? Evolution.EvolutionErrors.NotThen(made.Field.Name)
        : null;

    /// <summary>The column that says whose row it is.</summary>
    private string OwnColumn => _table.Register.IsPersons
        ? "id"
        : PhysicalTable.Filterable(_table.Field(_table.Register.SubjectField!));

    private SqlText Select(string columns, string join = "")
    {
        var sql = new SqlText();
        var from = _asOf is null ? _table.Name : BitemporalSql.Past(sql, _table, _asOf);
        return sql.Append($"SELECT {columns} FROM {from} {join} WHERE closed_at IS NULL");
    }

    private SqlText Where(SqlText sql)
    {
        foreach (var condition in _conditions)
        {
            sql.Append(" AND ");
            condition(sql);
        }
        return sql;
    }
}

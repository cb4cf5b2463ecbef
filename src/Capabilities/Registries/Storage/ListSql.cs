using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Sealing;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Model;

namespace Lingnan.Registries.Storage;

/// <summary>A position in an ordered list: after this value, and among equal ones after this id.</summary>
internal sealed record ListPosition(string Order, string? Text, long Number, string Id);

/// <summary>Turns a query into one statement per page. Bad filters are told, never ignored.</summary>
internal sealed class ListSql
{
    private readonly PhysicalTable _table;
    private readonly ReadScope _scope;
    private readonly RecordQuery _query;
    private readonly List<Action<SqlText>> _conditions = [];
    private readonly PhysicalField? _sort;
    private bool _needsRead;
    private bool _needsUnmask;

    private ListSql(PhysicalTable table, ReadScope scope, RecordQuery query, PhysicalField? sort)
    {
        (_table, _scope, _query, _sort) = (table, scope, query, sort);
        _needsRead = sort is not null && sort.Field.Privacy != Privacy.Public;
    }

    /// <summary>Field and direction, bound into cursors.</summary>
    public string Order => $"{_table.Register.Name} {_sort?.Field.Name} {(_query.Descending ? "desc" : "asc")}";

    public static Result<ListSql> Of(
        RegisterTables tables, PhysicalTable table, ReadScope scope, RecordQuery query, ISealing sealing)
    {
        var sort = FindSort(table, scope, query);
        if (!sort.IsOk) return sort.Error;
        if (query.Filters.Count > RegistriesLimits.FiltersMax) return RegistriesErrors.TooManyFilters();
        var sql = new ListSql(table, scope, query, sort.Value);
        foreach (var filter in query.Filters)
            if (sql.AddFilter(filter, tables.LookUp, sealing) is { } error) return error;
        if (TextRules.Trim(query.Search) is { } search && sql.AddSearch(search, tables.LookUp, sealing) is { } bad)
            return bad;
        return sql.AddReach() is { } forbidden ? forbidden : sql;
    }

    public SqlText Page(ListPosition? after, int limit)
    {
        var sql = Where(new SqlText().Append($"SELECT {_table.ColumnList} FROM {_table.Name} WHERE closed_at IS NULL"));
        if (after is not null)
        {
            var sign = _query.Descending ? "<" : ">";
            var id = sql.Parameter(after.Id);
            if (_sort is null) sql.Append($" AND id {sign} {id}");
            else
            {
                // Not a row comparison: over an expression SQLite would walk its index from the start of the list.
                var value = _sort.IsWhole ? sql.Parameter(after.Number) : sql.Parameter(after.Text ?? "");
                var by = PhysicalTable.Sortable(_sort);
                sql.Append($" AND {by} {sign}= {value} AND ({by} {sign} {value} OR id {sign} {id})");
            }
        }
        var direction = _query.Descending ? "DESC" : "ASC";
        if (_sort is not null) sql.Append($" ORDER BY {PhysicalTable.Sortable(_sort)} {direction}, id {direction}");
        else sql.Append($" ORDER BY id {direction}");
        return sql.Append($" LIMIT {sql.Parameter(limit)}");
    }

    public SqlText Count() =>
        Where(new SqlText().Append($"SELECT COUNT(*) FROM {_table.Name} WHERE closed_at IS NULL"));

    /// <summary>Where a row stands in this order.</summary>
    public ListPosition PositionOf(StoredRow row)
    {
        if (_sort is null) return new(Order, null, 0, row.Id);
        var cell = row.Cells[_table.IndexOf(_sort.Field.Name)];
        return _sort.IsWhole ? new(Order, null, cell as long? ?? PhysicalTable.NoNumber, row.Id)
            : new(Order, cell is string text ? _sort.Companion is null ? text : Pinyin.Key(text) : "", 0, row.Id);
    }

    private static Result<PhysicalField?> FindSort(PhysicalTable table, ReadScope scope, RecordQuery query)
    {
        if (query.Sort is not { } name)
        {
            var declared = table.Field(table.Register.DefaultSort);
            // Who sees only the public fields is not led by another one.
            return scope.ReadReach.Count == 0 && scope.OwnId is null && declared.Field.Privacy != Privacy.Public
                ? null
                : declared;
        }
        if (name == "id") return Result<PhysicalField?>.Ok(null);
        var field = table.Fields.FirstOrDefault(f => f.Field.Name == name);
        return field is not null && !field.IsSealed && PhysicalTable.IsServed(table.Register, field.Field)
            ? field
            : RegistriesErrors.NotSortable(name);
    }

    private Error? AddFilter(RecordFilter filter, ValidationContext lookUp, ISealing sealing)
    {
        var field = _table.Fields.FirstOrDefault(f => f.Field.Name == filter.Field);
        if (field is null || !PhysicalTable.IsServed(_table.Register, field.Field))
            return RegistriesErrors.FilterField(filter.Field);
        if (filter.Value.Length > RegistriesLimits.FilterValueMax) return RegistriesErrors.TextTooLong();
        if (field.IsSealed && filter.Operator != "eq")
            return RegistriesErrors.FilterOperator(filter.Field, filter.Operator);
        Uses(field, filter.Operator);
        var expression = PhysicalTable.Filterable(field);
        switch (filter.Operator)
        {
            case "empty" when bool.TryParse(filter.Value, out var empty):
                _conditions.Add(s => s.Append($"{expression} {(empty ? "=" : "<>")} {Absent(s, field)}"));
                return null;
            case "empty":
                return RegistriesErrors.FilterValue(filter.Field, RegistriesErrors.FilterShape(filter.Value));
            case "prefix" when !field.IsWhole && field.Field.Type != FieldType.Date:
                var prefix = Begin(field.Field.Type, filter.Value.Trim());
                if (TextRules.Forbidden(prefix) is { } bad) return RegistriesErrors.FilterValue(filter.Field, bad);
                if (prefix.Length > 0) _conditions.Add(s => s.AppendPrefix(expression, prefix));
                return null;
            case "eq" or "ne" or "lt" or "le" or "gt" or "ge":
                return AddComparison(filter, field, lookUp, sealing);
            default:
                return RegistriesErrors.FilterOperator(filter.Field, filter.Operator);
        }
    }

    private Error? AddComparison(RecordFilter filter, PhysicalField field, ValidationContext lookUp, ISealing sealing)
    {
        if (TextRules.Trim(filter.Value) is not { } text)
            return RegistriesErrors.FilterValue(filter.Field, RegistriesErrors.Required());
        var parsed = FieldParser.Parse(field.Field, text, lookUp);
        if (!parsed.IsOk) return RegistriesErrors.FilterValue(filter.Field, parsed.Error);
        var cell = Cells.Of(_table, field, parsed.Value, sealing);
        var expression = PhysicalTable.Filterable(field);
        var sign = filter.Operator switch { "eq" => "=", "ne" => "<>", "lt" => "<", "le" => "<=", "gt" => ">",
            _ => ">=" };
        _conditions.Add(s =>
        {
            s.Append(
                $"{expression} {sign} {(cell is long number ? s.Parameter(number) : s.Parameter(Cells.Mark(cell)))}");
            if (sign[0] == '<' && sign != "<>") s.Append($" AND {expression} > {Absent(s, field)}");
        });
        return null;
    }

    // A whole code names its row; else the text is taken as the beginning of the title or of a key.
    private Error? AddSearch(string search, ValidationContext lookUp, ISealing sealing)
    {
        if (search.Length > RegistriesLimits.FilterValueMax) return RegistriesErrors.TextTooLong();
        if (TextRules.Forbidden(search) is { } bad) return RegistriesErrors.FilterValue("search", bad);
        var any = new List<Action<SqlText>>();
        foreach (var field in _table.Fields.Where(IsSearched))
        {
            var expression = PhysicalTable.Filterable(field);
            if (CodeRules.IsStandard(field.Field.Type)
                && FieldParser.Parse(field.Field, search, lookUp) is { IsOk: true } code)
            {
                var mark = Cells.Mark(Cells.Of(_table, field, code.Value, sealing));
                any.Add(s => s.Append($"{expression} = {s.Parameter(mark)}"));
                if (field.Field.Privacy != Privacy.Public) _needsRead = true;
            }
            else if (!field.IsSealed && !field.IsWhole && IsBegun(field.Field))
            {
                any.Add(s => s.AppendPrefix(expression, Begin(field.Field.Type, search)));
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

    private bool IsSearched(PhysicalField field) =>
        (field.Field.Name == _table.Register.TitleField || _table.Register.Key.Contains(field.Field.Name)
            || field.Field.Unique
            || (field.Field.Indexed && CodeRules.IsStandard(field.Field.Type)))
        && (field.Field.Privacy == Privacy.Public || _scope.ReadReach.Count > 0 || _scope.OwnId is not null);

    private bool IsBegun(FieldDeclaration field) => field.Name == _table.Register.TitleField
        || (!Masking.IsPersonal(field) && field.Type is FieldType.Text or FieldType.Region or FieldType.Code);

    // A range over masked values would tell them step by step, so it takes the right to see them.
    private void Uses(PhysicalField field, string op)
    {
        if (field.Field.Privacy != Privacy.Public) _needsRead = true;
        var begins = op == "prefix" && field.Field.Name == _table.Register.TitleField;
        if (Masking.IsPersonal(field.Field) && op != "eq" && !begins) _needsUnmask = true;
    }

    private Error? AddReach()
    {
        if (_needsUnmask && !_scope.Unmask) return RegistriesErrors.UnmaskForbidden();
        if (_scope.IsOpen && !_needsRead) return null;
        var reach = _needsUnmask ? _scope.Caller.Reach(RegistriesPermissions.Unmask) : _scope.ReadReach;
        if (_scope.ReadReach.Count == 0) reach = [];
        if (reach.Contains("")) return null;
        if (reach.Count == 0 && _scope.OwnId is null) return RegistriesErrors.ReadForbidden();
        _conditions.Add(s =>
        {
            s.Append("(");
            var first = true;
            if (_scope.OwnId is { } own)
            {
                s.Append($"{(_table.Register.IsPersons ? "id" : PhysicalTable.Filterable(_table.Field(_table.Register.SubjectField!)))} = {s.Parameter(own)}");
                first = false;
            }
            var region = _table.Register.RegionField is { } name ? PhysicalTable.Filterable(_table.Field(name)) : null;
            foreach (var prefix in region is null ? [] : reach)
            {
                s.Append(first ? "" : " OR ").AppendPrefix(region!, prefix);
                first = false;
            }
            s.Append(")");
        });
        return null;
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

    // Of a division all that lies in it begins with its significant digits.
    private static string Begin(FieldType type, string text) => type switch
    {
        FieldType.Text => text,
        FieldType.Region => CodeRules.Stem(text) ?? TextRules.Fold(text),
        _ => TextRules.Fold(text),
    };

    private static string Absent(SqlText sql, PhysicalField field) =>
        field.IsWhole ? sql.Parameter(PhysicalTable.NoNumber) : sql.Parameter("");
}

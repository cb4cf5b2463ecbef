using System.Data;
using System.Security.Cryptography;
using System.Text;
using Lingnan.PackKit.Registries;
using Lingnan.Registries.Evolution;
using Lingnan.Registries.Model;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Shapes;

namespace Lingnan.Registries.Storage;

/// <summary>A column of a register's tables.</summary>
/// <param name="Name">Name, only of letters, digits and underscores.</param>
/// <param name="Sql">Type with the dialect's tokens.</param>
/// <param name="Type">Type of its parameters.</param>
internal sealed record PhysicalColumn(string Name, string Sql, DbType Type);

/// <summary>Where a field lives.</summary>
/// <param name="Field">The field.</param>
/// <param name="Value">Column of the plain or sealed value.</param>
/// <param name="Companion">Blind index of a sealed field, sort key of a pinyin field, quad-tree key of a geometry, else
/// null.</param>
internal sealed record PhysicalField(FieldDeclaration Field, PhysicalColumn Value, PhysicalColumn? Companion)
{
    /// <summary>West, south, east and north of a geometry in units of <see cref="ShapeLimits.Places"/>; empty for other
    /// fields.</summary>
    public IReadOnlyList<PhysicalColumn> Bounds { get; init; } = [];

    /// <summary>The columns of the field, in order.</summary>
    public IEnumerable<PhysicalColumn> Columns => Companion is null ? [Value] : [Value, Companion, .. Bounds];

    /// <summary>Whence the field comes.</summary>
    public FieldOrigin Origin { get; init; } = new(Field.Name, 0);

    /// <summary>What its columns and seals are called by: its first name, whatever it is called now.</summary>
    public string Stem { get; init; } = Field.Name;

    public bool IsShape => Field.Type == FieldType.Geometry;

    /// <summary>Its name in seals and blind indexes: equal values of two fields must not look alike.</summary>
    public string SealName { get; init; } = Field.Name;

    public bool IsSealed => Field.Privacy == Privacy.Sealed;
    public bool IsWhole => Value.Type == DbType.Int64;

    /// <summary>True when this field alone names a row: then <c>row_key</c> holds what it is found by, never empty and
    /// unique, and no index of its own is needed.</summary>
    public bool IsSoleKey { get; init; }
}

/// <summary>An index: its name and the statement that makes it.</summary>
internal sealed record PhysicalIndex(string Name, string Sql);

/// <summary>The tables of a declared register. Names come from declared ids only, which are letters,
/// digits and hyphens.</summary>
internal sealed class PhysicalTable
{
    /// <summary>Stands for an absent number in sort and filter expressions:
    /// below every number a row may hold.</summary>
    public const long NoNumber = long.MinValue;

    private const int NameMax = 50;

    private readonly Dictionary<string, int> _positions;

    public static readonly IReadOnlyList<PhysicalColumn> SystemColumns =
    [
        new("id", "{text} NOT NULL", DbType.String),
        new("row_key", "{text} NOT NULL", DbType.String),
        new("version", "BIGINT NOT NULL", DbType.Int64),
        new("action", "{text} NOT NULL", DbType.String),
        new("recorded_at", "BIGINT NOT NULL", DbType.Int64),
        new("recorded_by", "{text} NOT NULL", DbType.String),
        new("recorder_id", "{text} NOT NULL", DbType.String),
        new("reason", "{text}", DbType.String),
        new("closed_at", "BIGINT", DbType.Int64),
        new("import_id", "{text}", DbType.String),
        new("import_line", "BIGINT", DbType.Int64),
        new("valid_from", "{text}", DbType.String),
        new("valid_to", "{text}", DbType.String),
        new("superseded_at", "BIGINT", DbType.Int64),
        new(ShapeColumn, "BIGINT", DbType.Int64),
    ];

    /// <summary>Column that tells up to which step of change a row was written; none means before the first.</summary>
    public const string ShapeColumn = "shape";

    public PhysicalTable(
        RegistryDeclaration register, Func<string, CodeListDeclaration?>? codeLists = null)
    {
        Register = register;
        Name = Fit($"registries_{Snake(register.Pack)}_{Snake(register.Table)}");
        History = Fit($"{Name}_history");
        Fields = PlaceAll(register);
        Live = [.. Fields.Take(register.Fields.Count)];
        _positions = Fields.Index().ToDictionary(f => f.Item.Field.Name, f => f.Index, StringComparer.Ordinal);
        Evolution = new(this, codeLists ?? (_ => null));
        Blocks = [.. (register.Matching?.Blocks ?? []).Select(PhysicalBlock.Of).DistinctBy(b => b.Name)];
        Columns =
        [
            .. SystemColumns, .. Fields.SelectMany(f => f.Columns),
            .. Blocks.Select(b => new PhysicalColumn(b.Name, "BIGINT", DbType.Int64)),
        ];
        BulkColumns = [.. Columns.Select(c => new BulkColumn(c.Name, c.Type))];
        ColumnList = string.Join(", ", Columns.Select(c => c.Name));
        Whole = RowRead.Whole(this);
        Versions = RowRead.Versions(this);
        Shown = RowRead.Shown(this, null, [], standing: false);
        Listed = RowRead.Shown(this, null, [], standing: true);
        Indexes = [.. MakeIndexes().DistinctBy(i => i.Name)];
        Statistics = [.. MakeStatistics()];
    }

    public RegistryDeclaration Register { get; }
    public string Name { get; }
    public string History { get; }

    /// <summary>The declared fields and, after them, those that a change has closed.</summary>
    public IReadOnlyList<PhysicalField> Fields { get; }

    /// <summary>The fields that are written, read, found and ordered by.</summary>
    public IReadOnlyList<PhysicalField> Live { get; }

    /// <summary>How rows of earlier shapes are read.</summary>
    public TableEvolution Evolution { get; }

    /// <summary>Hashes by which rows that may be one thing are found; kept in columns after those of the
    /// fields.</summary>
    public IReadOnlyList<PhysicalBlock> Blocks { get; }
    public IReadOnlyList<PhysicalColumn> Columns { get; }
    public IReadOnlyList<BulkColumn> BulkColumns { get; }
    public string ColumnList { get; }


    /// <summary>How all that is kept of a row is read.</summary>
    public RowRead Whole { get; }

    /// <summary>The fields of rows that show all of them, by <see cref="RowAccess"/>; made when first
    /// needed.</summary>
    public ShownFields?[] ShownFields { get; } = new ShownFields?[Enum.GetValues<RowAccess>().Length];

    /// <summary>How versions of a row are read.</summary>
    public RowRead Versions { get; }

    /// <summary>How what a reader may be shown of a row is read.</summary>
    public RowRead Shown { get; }

    /// <summary>How a row of a list of those that stand is read.</summary>
    public RowRead Listed { get; }
    public IReadOnlyList<PhysicalIndex> Indexes { get; }

    /// <summary>What PostgreSQL gathers of the expressions of filters and orders.</summary>
    public IReadOnlyList<PhysicalIndex> Statistics { get; }

    public PhysicalField Field(string name) => Fields[IndexOf(name)];

    /// <summary>Position of a field among the declared ones.</summary>
    public int IndexOf(string name) => _positions[name];

    public int IndexOf(FieldOrigin origin) => Fields.Index().First(f => f.Item.Origin == origin).Index;

    public string CreateSql =>
        $"CREATE TABLE {Name} ({Body}, PRIMARY KEY (id)); CREATE TABLE {History} ({Body}, PRIMARY KEY (id, version));";

    /// <summary>The expression that lists are filtered by and that indexes are made on: never null, so that both
    /// engines order rows without a value alike, first.</summary>
    public static string Filterable(PhysicalField field) => field.IsSoleKey
        ? "row_key"
        : field.IsSealed || field.IsShape ? $"COALESCE({field.Companion!.Name}, '')"
        : field.IsWhole ? $"COALESCE({field.Value.Name}, {NoNumberSql})" : $"COALESCE({field.Value.Name}, '')";

    /// <summary>The expression that lists are ordered by.</summary>
    public static string Sortable(PhysicalField field) => field is { IsSealed: false, Companion: { } pinyin }
        ? $"COALESCE({pinyin.Name}, '')"
        : Filterable(field);

    /// <summary>True when an index serves filters and orders by this field.</summary>
    public static bool IsServed(RegistryDeclaration register, FieldDeclaration field) =>
        field.Indexed || field.Unique || field.Type == FieldType.Geometry || register.Key.Contains(field.Name)
        || register.DefaultSort == field.Name
        || register.TitleField == field.Name || register.RegionField == field.Name
        || register.SubjectField == field.Name;

    // Numbers are filtered and ordered as numbers, which a key text is not.
    private static bool IsSoleKey(RegistryDeclaration register, PhysicalField field) =>
        register.Key.Count == 1 && register.Key[0] == field.Field.Name && !field.IsWhole;

    // Written so, because SQLite reads -9223372036854775808 as a minus before a number that does not fit.
    private const string NoNumberSql = "(-9223372036854775807 - 1)";

    private string Body => string.Join(", ", Columns.Select(c => $"{c.Name} {c.Sql}"));

    // A field keeps its columns whatever it is called later; one that bears the name of an older one gets its own.
    private static IReadOnlyList<PhysicalField> PlaceAll(RegistryDeclaration register)
    {
        var origins = register.Fields.Select(f => FieldOrigin.Of(register.Changes, f.Name)).Concat(
            register.ClosedFields.Select(c => FieldOrigin.Of(register.Changes, c.Name, c.Step))).ToList();
        var first = origins.GroupBy(o => o.Name).ToDictionary(g => g.Key, g => g.Min(o => o.Step));
        return [.. register.Fields.Concat(register.ClosedFields.Select(c => c.Field)).Zip(origins, (field, origin) =>
        {
            var stem = first[origin.Name] == origin.Step ? origin.Name : $"{origin.Name}_{origin.Step}";
            var placed = Place(field, stem) with
            {
                Origin = origin, Stem = stem, SealName = $"{register.Name}.{stem}",
            };
            return placed with { IsSoleKey = IsSoleKey(register, placed) };
        })];
    }

    private static PhysicalField Place(FieldDeclaration field, string stem)
    {
        var name = "f_" + Snake(stem);
        if (field.Privacy == Privacy.Sealed)
            return new(
                field, new(name + "_sealed", "{bytes}", DbType.Binary), new(name + "_index", "{text}", DbType.String));
        if (field.Type == FieldType.Geometry)
            return new(field, new(name, "{bytes}", DbType.Binary), new(name + "_key", "{text}", DbType.String))
            {
                Bounds = [.. new[] { "west", "south", "east", "north" }.Select(
                    side => new PhysicalColumn($"{name}_{side}", "BIGINT", DbType.Int64))],
            };
        if (field.Type is FieldType.Number or FieldType.Money)
            return new(field, new(name, "BIGINT", DbType.Int64), null);
        var pinyin = field.Pinyin ? new PhysicalColumn(name + "_pinyin", "{text}", DbType.String) : null;
        return new(field, new(name, "{text}", DbType.String), pinyin);
    }

    private IEnumerable<PhysicalIndex> MakeIndexes()
    {
        yield return Index("key", "row_key", unique: true);
        foreach (var field in Live.Where(f => IsServed(Register, f.Field)))
        {
            var column = Snake(field.Stem);
            if (field.Field.Unique && !field.IsSoleKey)
                yield return Index(
                    $"{column}_unique", (field.Companion is { } c && field.IsSealed ? c : field.Value).Name,
                    unique: true);
            if (!field.IsSoleKey) yield return Index(column, $"{Filterable(field)}, id", unique: false);
            if (Sortable(field) != Filterable(field))
                yield return Index($"{column}_sort", $"{Sortable(field)}, id", unique: false);
        }
        // Few rows end on a known day, so this index costs the others nothing; the day's turn looks here.
        var ending = Fit($"{Name}_ending");
        yield return new(
            ending, $"CREATE INDEX {ending} ON {Name} (valid_to) WHERE valid_to IS NOT NULL AND closed_at IS NULL");
        // Relations of another day are found among the versions that are believed of it, which are few.
        foreach (var field in Live.Where(f => IsServed(Register, f.Field) && Joins(f.Field)))
        {
            var name = Fit($"{History}_{Snake(field.Stem)}");
            yield return new(
                name, $"CREATE INDEX {name} ON {History} ({Filterable(field)}, id) "
                + "WHERE superseded_at IS NULL AND closed_at IS NULL");
        }
        if (Register.RegionField is { } region && Register.DefaultSort != region)
            yield return Index(
                "region_sort", $"{Filterable(Field(region))}, {Sortable(Field(Register.DefaultSort))}, id",
                unique: false);
        foreach (var block in Blocks)
        {
            var name = Fit($"{Name}_{block.Name}");
            // Rows without the block are no candidates of anyone; a query says so too, to be served by this index.
            yield return new(
                name, $"CREATE INDEX {name} ON {Name} ({block.Name}) WHERE closed_at IS NULL AND {block.Name} <> 0");
        }
        foreach (var order in Register.Orders)
        {
            var columns = order.Select(
                k => Sortable(Field(k.TrimStart('-'))) + (k.StartsWith('-') ? " DESC" : ""));
            // The id runs the way of the last key, so that lists may walk the index backwards as well.
            yield return Index(
                "order_" + string.Join('_', order.Select(
                    k => Snake(Field(k.TrimStart('-')).Stem) + (k[0] == '-' ? "_down" : ""))),
                string.Join(", ", columns.Append(order[^1].StartsWith('-') ? "id DESC" : "id")), unique: false);
        }
    }

    private bool Joins(FieldDeclaration field) => field.Type == FieldType.Reference
        || Register.Relations.Any(r => r.Holder == Register.Name && r.To == field.Name);

    private IEnumerable<PhysicalIndex> MakeStatistics() =>
        Live.Where(f => IsServed(Register, f.Field) && !f.IsSoleKey)
        .SelectMany(f => new[] { (Of: "known", Sql: Filterable(f)), (Of: "known_sort", Sql: Sortable(f)) }
            .DistinctBy(e => e.Sql)
            .Select(e => (Name: Fit($"{Name}_{Snake(f.Stem)}_{e.Of}"), e.Sql)))
        .Select(e => new PhysicalIndex(e.Name, $"CREATE STATISTICS {e.Name} ON ({e.Sql}) FROM {Name}"));

    // Closed rows keep their place but free their keys, so every index leaves them out.
    private PhysicalIndex Index(string suffix, string columns, bool unique)
    {
        var name = Fit($"{Name}_{suffix}");
        return new(
            name, $"CREATE {(unique ? "UNIQUE " : "")}INDEX {name} ON {Name} ({columns}) WHERE closed_at IS NULL");
    }

    /// <summary>PostgreSQL cuts identifiers at 63 bytes, so long ones end in a digest of the whole.</summary>
    private static string Fit(string name) => name.Length <= NameMax
        ? name
        : $"{name[..(NameMax - 9)]}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8]}";

    private static string Snake(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c)) text.Append('_').Append(char.ToLowerInvariant(c));
            else if (char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)) text.Append(c);
            else if (c is '-' or '_') text.Append('_');
            else
                throw new ArgumentException(
                    $"'{name}' is no declared id: only letters, digits and hyphens are.", nameof(name));
        }
        return text.ToString();
    }
}

using System.Globalization;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Registries.Contracts;
using Lingnan.Web.Kit;
using Lingnan.Web.Console.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using MudBlazor;
using FieldType = Lingnan.PackKit.Registries.FieldType;

namespace Lingnan.Web.Console.Pages.Registers;

/// <summary>Rows of a register: search, filter, sort, pages. What is asked stands in the address,
/// so it can be sent on.</summary>
public sealed partial class RecordList : ConsolePage
{
    /// <summary>Rows up to which a list tells exactly how many it has.</summary>
    private const int CountedMax = 10_000;

    private readonly Stack<string?> _before = new();
    private Caller _caller = Caller.Nobody;
    private RegistryDeclaration? _register;
    private RecordPage? _page;
    private long? _about;
    private AccessPurpose? _purpose;
    private string? _search, _filterField, _filterValue, _cursor, _loadedFor;

    /// <summary>Pack.</summary>
    [Parameter] public string Pack { get; set; } = "";

    /// <summary>Table.</summary>
    [Parameter] public string Table { get; set; } = "";

    /// <summary>Text searched.</summary>
    [SupplyParameterFromQuery(Name = "q")] private string? QuerySearch { get; set; }

    /// <summary>Field and value filtered by.</summary>
    [SupplyParameterFromQuery(Name = "filter")] private string? QueryFilter { get; set; }

    /// <summary>Field ordered by, with a minus for descending.</summary>
    [SupplyParameterFromQuery(Name = "sort")] private string? QuerySort { get; set; }

    private string Here => $"/console/registers/{Pack}/{Table}";

    private bool Asked => !string.IsNullOrEmpty(QuerySearch) || !string.IsNullOrEmpty(QueryFilter);

    private bool HasPersonal => _register!.Fields.Any(f => f.Privacy >= Privacy.Personal);

    private IEnumerable<FieldDeclaration> Columns => _register!.ListFields.Select(_register.Field);

    private IEnumerable<FieldDeclaration> Filterable =>
        _register!.Fields.Where(f => f.Indexed || f.Unique || f.Type == FieldType.Code);

    private IReadOnlyList<CodeItem>? FilterCodes =>
        _filterField is null || _register!.Field(_filterField).CodeList is not { } list
        ? null
        : Registers.CodeList(list)?.Items;

    private string? SortField => QuerySort?.TrimStart('-');

    private bool Descending => QuerySort?.StartsWith('-') == true;

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        var address = $"{Pack}/{Table}?{QuerySearch}&{QueryFilter}&{QuerySort}";
        if (address == _loadedFor) return;
        _loadedFor = address;
        _register = Registers.Find(Pack, Table);
        if (_register is null) return;
        _search = QuerySearch;
        (_filterField, _filterValue) = QueryFilter?.Split(':', 3) is [var field, _, var value]
            ? (field, value)
            : (null, null);
        if (_filterField is not null && _register.Fields.All(f => f.Name != _filterField)) _filterField = null;
        _before.Clear();
        _cursor = null;
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        _caller = await Callers.CurrentAsync();
        var query = new RecordQuery
        {
            Search = string.IsNullOrWhiteSpace(_search) ? null : _search.Trim(),
            Filters = _filterField is null || string.IsNullOrEmpty(_filterValue)
            ? []
            : [new RecordFilter(_filterField, "eq", _filterValue)],
            Sort = SortField,
            Descending = Descending,
            Cursor = _cursor,
            CountTotal = true,
            CountMax = CountedMax,
            Unmask = _purpose is not null,
        };
        _page = null;
        Take(await Registers.ListAsync(_register!, query, _caller, _purpose), page => _page = page);
        // Who sees the whole register is told about how many rows it has; counting millions takes seconds.
        _about = _page is { HasMoreThanTotal: true } && !Asked && _caller.Reach(RegistriesPermissions.Read).Contains("")
            ? await Registers.CountAsync(_register!)
            : null;
    }

    private string Total() => (_page, _about) switch
    {
        (_, { } about) => Words.Say("console.records.total.about", ("count", Number(about))),
        ({ HasMoreThanTotal: true, Total: { } counted }, _) => Words.Say(
            "console.records.total.more", ("count", Number(counted))),
        ({ Total: { } total }, _) => Words.Say("console.records.total", ("count", Number(total))),
        _ => "",
    };

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private Task SearchAsync() => GoAsync(_search, _filterField, _filterValue, QuerySort);

    private Task ResetAsync() => GoAsync(null, null, null, null);

    private Task SortAsync(FieldDeclaration field) =>
        GoAsync(
            _search, _filterField, _filterValue,
            SortField == field.Name && !Descending ? "-" + field.Name : field.Name);

    private async Task GoAsync(string? search, string? field, string? value, string? sort)
    {
        var query = new Dictionary<string, string?>
        {
            ["q"] = string.IsNullOrWhiteSpace(search) ? null : search.Trim(),
            ["filter"] = field is null || string.IsNullOrEmpty(value) ? null : $"{field}:eq:{value}",
            ["sort"] = sort,
        };
        var address = QueryHelpers.AddQueryString(Here, query.Where(q => q.Value is not null));
        Navigation.NavigateTo(address);
        await Task.CompletedTask;
    }

    private async Task NextAsync()
    {
        _before.Push(_cursor);
        _cursor = _page!.Next;
        await LoadAsync();
    }

    private async Task BackAsync()
    {
        _cursor = _before.Pop();
        await LoadAsync();
    }

    private async Task ToggleUnmaskAsync()
    {
        _purpose = _purpose is null ? await PurposeDialog.AskAsync(Dialogs, Words) : null;
        await LoadAsync();
    }

    // As features only what lies somewhere.
    private IEnumerable<string> Formats => _register!.Fields.Any(f => f.Type == FieldType.Geometry)
        ? ["csv", "xlsx", "jsonl", "parquet", "geojson"]
        : ["csv", "xlsx", "jsonl", "parquet"];

    private string ExportLink(string format)
    {
        var query = new Dictionary<string, string?>
        {
            ["format"] = format, ["search"] = QuerySearch, ["filter"] = QueryFilter, ["sort"] = QuerySort,
        };
        return QueryHelpers.AddQueryString(
            $"/api/registries/{Pack}/{Table}/export", query.Where(q => !string.IsNullOrEmpty(q.Value)));
    }

    private static bool IsNumber(FieldDeclaration field) => field.Type is FieldType.Number or FieldType.Money;

    private string SortMark(FieldDeclaration field) => SortField != field.Name ? "" : Descending ? "▼" : "▲";

    private string? AriaSort(FieldDeclaration field) =>
        SortField != field.Name ? null : Descending ? "descending" : "ascending";
}

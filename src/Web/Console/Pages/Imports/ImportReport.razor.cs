using System.Text.RegularExpressions;
using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Jobs;
using Lingnan.Registries.Contracts;
using Lingnan.Web.Console.Shell;
using Microsoft.AspNetCore.Components;

namespace Lingnan.Web.Console.Pages.Imports;

/// <summary>How an import goes, and what it refused.</summary>
public sealed partial class ImportReport : ConsolePage
{
    private const int PageLines = 100;
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _closing = new();
    private readonly List<RefusedValue> _refused = [];
    private IReadOnlyList<(string? Column, string Code, long Count)> _rules = [];
    private RegistryDeclaration? _register;
    private Import? _import;
    private bool _more;

    [Inject] private TimeProvider Time { get; set; } = null!;

    /// <summary>Job of the import.</summary>
    [Parameter] public string Id { get; set; } = "";

    private bool IsRunning => _import?.State is JobState.Queued or JobState.Running;

    private IEnumerable<(string Key, long Count)> Figures =>
    [
        ("rows", _import!.Rows), ("created", _import.Created), ("changed", _import.Changed),
        ("unchanged", _import.Unchanged), ("refused", _import.Refused),
        .. _import.Request.Match ? [("review", _import.Review)] : Array.Empty<(string, long)>(),
    ];

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        _refused.Clear();
        await LoadAsync();
    }

    /// <inheritdoc />
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) _ = FollowAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _closing.Dispose();
    }

    private async Task LoadAsync()
    {
        var caller = await Callers.CurrentAsync();
        if (!Take(await Imports.GetAsync(Id, caller), import => _import = import)) return;
        _register = _import!.Request.Register.Split(':') is [var pack, var table] ? Registers.Find(pack, table) : null;
        if (_import.Refused == 0) return;
        Take(await Imports.RefusedByRuleAsync(Id, caller), rules => _rules = rules);
        if (_refused.Count < PageLines) await MoreAsync();
    }

    private async Task MoreAsync()
    {
        var from = _refused.Count == 0 ? 1 : _refused[^1].Line + 1;
        Take(await Imports.RefusedAsync(Id, from, PageLines, await Callers.CurrentAsync()), values =>
        {
            _refused.AddRange(values);
            _more = values.Select(v => v.Line).Distinct().Count() == PageLines;
        });
    }

    private async Task FollowAsync()
    {
        try
        {
            while (IsRunning)
            {
                await Task.Delay(Refresh, Time, _closing.Token);
                await InvokeAsync(async () =>
                {
                    await LoadAsync();
                    StateHasChanged();
                });
            }
        }
        catch (OperationCanceledException)
        {
            // The page was closed; the import goes on without it.
        }
    }

    // A rule in general, without the facts of one row.
    private string RuleTitle(string code) => Fact().Replace(Words.Of(new Error(code)).Title, "…");

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Fact();

    private async Task CancelAsync()
    {
        if (Take(await Imports.CancelAsync(Id, await Callers.CurrentAsync()), _ => { }))
            Tell("console.report.cancelled");
        await LoadAsync();
    }

    private async Task RunForRealAsync()
    {
        var request = _import!.Request with { DryRun = false };
        Take(
            await Imports.StartAsync(request, await Callers.CurrentAsync()),
            id => Navigation.NavigateTo($"/console/imports/{id}", forceLoad: true));
    }
}

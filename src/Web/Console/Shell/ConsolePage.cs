using Lingnan.Kernel;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Words;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Lingnan.Web.Console.Shell;

/// <summary>What every console page has: the words, who is looking, and one way to tell of success and
/// failure.</summary>
public abstract class ConsolePage : ComponentBase
{
    /// <summary>The words.</summary>
    [Inject] protected IWords Words { get; set; } = null!;

    /// <summary>Who is looking, asked anew for each action.</summary>
    [Inject] protected ICallerSource Callers { get; set; } = null!;

    /// <summary>Navigation.</summary>
    [Inject] protected NavigationManager Navigation { get; set; } = null!;

    [Inject] private ISnackbar Snackbar { get; set; } = null!;

    /// <summary>What went wrong last, shown on the page; null for nothing.</summary>
    protected Error? Failure { get; set; }

    /// <summary>Takes the value of a result, or keeps its error for <see cref="Failure"/>.</summary>
    protected bool Take<T>(Result<T> result, Action<T> use)
    {
        Failure = result.Error;
        if (result.IsOk) use(result.Value);
        return result.IsOk;
    }

    /// <summary>Tells of a success in passing.</summary>
    protected void Tell(string key) => Snackbar.Add(Words[key], Severity.Success);

    /// <summary>Tells of a failure in passing.</summary>
    protected void Tell(Error error)
    {
        var words = Words.Of(error);
        Snackbar.Add($"{words.Title} {words.Mend}", Severity.Error);
    }
}

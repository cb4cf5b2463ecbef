using System.Globalization;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Features;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Relations;

/// <summary>One request: who reads, what they may see of each register, and what of it goes into the read
/// log.</summary>
internal sealed class Reading(Caller caller, RelationQuestion question, DateOnly today)
{
    private readonly Dictionary<string, ReadScope?> _scopes = new(StringComparer.Ordinal);
    private readonly List<(ReadScope Scope, RecordView View)> _read = [];

    public Caller Caller => caller;
    public RelationQuestion Question => question;

    /// <summary>The time and the day that are asked about.</summary>
    public AsOf Then { get; } = new(question.KnownAt, DayOf(question, today));

    public string Day { get; } = DayOf(question, today).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>True when neither a day nor a time was asked for: what stands today stands in the registers' own
    /// tables.</summary>
    public bool IsNow => question is { ValidAt: null, KnownAt: null };

    /// <summary>What the reader may see of a register; null is nothing.</summary>
    public ReadScope? Scope(RegistryDeclaration register)
    {
        if (_scopes.TryGetValue(register.Name, out var known)) return known;
        var scope = ReadScope.Of(register, caller, question.Unmask, question.Purpose);
        return _scopes[register.Name] = scope.IsOk ? scope.Value : null;
    }

    public void Add(ReadScope scope, RecordView view)
    {
        if (view.Whole.Count > 0) _read.Add((scope, view));
    }

    private static DateOnly DayOf(RelationQuestion question, DateOnly today) =>
        question.ValidAt ?? (question.KnownAt is { } known ? CityTime.DayOf(known) : today);

    /// <summary>Returns when every whole personal value is in the log, one entry for each row.</summary>
    public async Task TellAsync(ReadLog log, CancellationToken cancellationToken)
    {
        foreach (var register in _read.GroupBy(r => r.Scope))
            await log.AppendAsync(
                register.Key,
                register.GroupBy(r => r.View.Record.Id).Select(
                    row => row.First().View with { Whole = [.. row.SelectMany(r => r.View.Whole).Distinct()] }),
                question.Purpose, ReadLog.ReadAction, cancellationToken);
    }
}

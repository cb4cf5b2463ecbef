using System.Globalization;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Sources;

/// <summary>What rows are called, masked as the reader's rights demand: ids mean nothing to people.</summary>
internal sealed class RowTitles(RecordViews views)
{
    /// <summary>Titles by id, in one statement for all of them; a row that the reader may not see has none.</summary>
    public async Task<IReadOnlyDictionary<string, string>> OfAsync(
        DbSession session, PhysicalTable table, IReadOnlyCollection<string> ids, Caller caller,
        CancellationToken cancellationToken)
    {
        var titles = new Dictionary<string, string>(StringComparer.Ordinal);
        // Officers see their own row in a work list as they see any other.
        if (ids.Count == 0
            || ReadScope.Of(table.Register, caller with { PersonId = null }, false, null) is not { IsOk: true } scope)
            return titles;
        var rows = await RowCommands.FindAsync(
            session, table, "id", [.. ids.Distinct(StringComparer.Ordinal)], cancellationToken);
        var title = table.Register.TitleField;
        var shown = await views.ShowAsync(
            session, table, rows, scope.Value, cancellationToken, new HashSet<string> { title });
        foreach (var record in shown.OfType<RecordView>().Select(v => v.Record))
            if (Convert.ToString(record.Values.GetValueOrDefault(title), CultureInfo.InvariantCulture)
                is { Length: > 0 } text) titles[record.Id] = text;
        return titles;
    }
}

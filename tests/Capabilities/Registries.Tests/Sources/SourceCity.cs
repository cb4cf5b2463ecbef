using Lingnan.PackKit.Registries;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Sources;
using Lingnan.Testing;

namespace Lingnan.Registries.Tests.Sources;

/// <summary>A city whose register of persons has three sources.</summary>
internal static class SourceCity
{
    public static RegistryDeclaration People { get; } = Declared.People with
    {
        Sources = new()
        {
            All =
            [
                new("police", new("公安", "Police"), new("公安局", "Police bureau"), IsOriginal: true),
                new("health", new("卫健", "Health"), new("卫生健康局", "Health bureau")),
                new("insurance", new("人社", "Insurance"), new("人社局", "Insurance bureau")),
            ],
            Authority =
            [
                new(["name", "number"], ["police", "health"], Survivorship.Recent, true),
                new(["address"], [], Survivorship.Complete, true),
                new(["height"], [], Survivorship.Agreed, true),
                new(["mobile"], [], Survivorship.Recent, false),
            ],
        },
    };

    public static Task<RegisterCity> OpenAsync(Engine engine) =>
        RegisterCity.CreateAsync(engine, Declared.Packs(Declared.Divisions, People, Declared.Visits));

    public static async Task<WriteOutcome> SayAsync(
        this RegisterCity city, string source, object values, string? key = null, ValidPeriod? days = null)
    {
        var texts = values as IReadOnlyDictionary<string, string?> ?? values.GetType().GetProperties()
            .ToDictionary(p => p.Name, p => (string?)p.GetValue(values));
        city.Time.Advance(TimeSpan.FromSeconds(1));
        var write = new RecordWrite(null, texts, null, null) { Source = source, SourceKey = key, Effective = days };
        var told = await city.Registers.UpsertAsync(People, write, RegisterCity.Root);
        Assert.True(told.IsOk, told.IsOk ? "" : told.Error.Code);
        return told.Value;
    }

    public static async Task<string> RowAsync(this RegisterCity city, string source, object values, string? key = null)
    {
        var outcome = await city.SayAsync(source, values, key);
        Assert.True(outcome.Faults.Count == 0, string.Join("; ", outcome.Faults));
        return outcome.Record!.Id;
    }

    public static async Task<object?> ValueAsync(this RegisterCity city, string id, string field) =>
        (await city.ReadWholeAsync(People, id)).Values[field];

    public static async Task<IReadOnlyList<KeptLink>> LinksAsync(this RegisterCity city, params string[] rows)
    {
        await using var session = await city.Database.Get<IDatabase>().ReadAsync();
        return await LinkStore.OfRowsAsync(session, People.Name, rows);
    }
}

using Lingnan.PackKit.Registries;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Testing;

namespace Lingnan.Registries.Tests.Evolution;

/// <summary>A register as it was first declared and as it is after five steps, and a city that starts with
/// each.</summary>
internal static class Evolving
{
    public static RegistryDeclaration First { get; } = new()
    {
        Pack = "test", Table = "shop", IdPrefix = "s", Title = new("店铺", "Shops"), Summary = new("店铺", "Shops"),
        Owner = new("商务局", "Commerce"), TitleField = "name", Key = ["code"], DefaultSort = "code",
        ListFields = ["code", "name"], Examples = [], File = "test",
        Fields =
        [
            Declared.Field("code", FieldType.Text) with { Required = true },
            Declared.Field("name", FieldType.Text),
            Declared.Field("contact", FieldType.Text) with { Indexed = true },
            Declared.Field("area", FieldType.Text) with { Indexed = true },
            Declared.Field("fax", FieldType.Text),
            Declared.Field("addr", FieldType.Text),
        ],
    };

    public static RegisterChange Split { get; } = new()
    {
        Step = 3, Kind = ChangeKind.Split, Field = "contact", Into = ["person", "phone"], Separator = " ",
    };

    public static RegistryDeclaration Last { get; } = First with
    {
        Version = 2,
        Changes =
        [
            new() { Step = 1, Kind = ChangeKind.Add, Field = "kind", Fill = "零售" },
            new() { Step = 2, Kind = ChangeKind.Rename, Field = "addr", To = "address" },
            Split,
            new()
            {
                Step = 4, Kind = ChangeKind.Retype, Field = "area",
                Was = First.Field("area") with { Name = "areaWas4" },
                Map = new Dictionary<string, string> { ["约十"] = "10" },
            },
            new() { Step = 5, Kind = ChangeKind.Close, Field = "fax" },
        ],
        Fields =
        [
            First.Fields[0], First.Fields[1],
            Declared.Field("person", FieldType.Text) with { Indexed = true },
            Declared.Field("phone", FieldType.Mobile) with { Indexed = true },
            Declared.Field("area", FieldType.Number) with { Indexed = true, Scale = 1 },
            Declared.Field("address", FieldType.Text),
            Declared.Field("kind", FieldType.Text) with { Indexed = true },
        ],
        ClosedFields =
        [
            new(First.Field("contact") with { Indexed = false }, "contact", 3),
            new(First.Field("area") with { Indexed = false, Name = "areaWas4" }, "area", 4),
            new(First.Field("fax"), "fax", 5),
        ],
    };

    public static void Configure(
        Microsoft.Extensions.DependencyInjection.IServiceCollection services, RegistryDeclaration register) =>
        RegisterCity.Configure(services, Declared.Packs(register), TimeProvider.System);

    public static async Task<TestDatabase> CityAsync(Engine engine, RegistryDeclaration register)
    {
        var city = await TestDatabase.CreateAsync(
            engine, s => Configure(s, register), typeof(RegistriesModule).Assembly);
        await city.Get<IRegisterTables>().EnsureAsync();
        return city;
    }

    public static async Task<TestDatabase> LaterAsync(TestDatabase city, RegistryDeclaration register)
    {
        var later = city.OpenAnother(s => Configure(s, register));
        await later.Get<IRegisterTables>().EnsureAsync();
        return later;
    }

    public static async Task<string> PutAsync(
        TestDatabase city, RegistryDeclaration register, Dictionary<string, string?> values, string? id = null)
    {
        var result = (await city.Get<IRegisters>().UpsertAsync(
            register, new RecordWrite(id, values, null, null), RegisterCity.Root)).Value;
        Assert.True(result.Faults.Count == 0, string.Join("; ", result.Faults));
        return result.Record!.Id;
    }

    public static async Task<IReadOnlyDictionary<string, object?>> GetAsync(
        TestDatabase city, RegistryDeclaration register, string id) =>
        (await city.Get<IRegisters>().GetAsync(
            register, id, true, RegisterCity.Root, RegisterCity.Purpose)).Value.Values;

    public static async Task<string?> FoundAsync(TestDatabase city, string where)
    {
        var page = await city.Get<IRegisters>().ListAsync(
            Last, new RecordQuery { Where = where }, RegisterCity.Root, null);
        return page.IsOk ? string.Join(",", page.Value.Items.Select(i => i.Values["code"])) : page.Error.Code;
    }
}

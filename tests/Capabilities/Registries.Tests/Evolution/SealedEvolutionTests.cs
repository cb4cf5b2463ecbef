using Dapper;
using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Sealing;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Evolution;
using Lingnan.Testing;

namespace Lingnan.Registries.Tests.Evolution;

/// <summary>Sealed values that are split and retyped: each row under its own key, whoever reads sees the new shape, and
/// nothing lies open on the way.</summary>
public sealed class SealedEvolutionTests
{
    private static readonly RegistryDeclaration First = Evolving.First with
    {
        Table = "patient", IdPrefix = "p", IsPersons = true,
        Fields =
        [
            Evolving.First.Fields[0], Sealed("contact", FieldType.Text), Sealed("income", FieldType.Text),
            Declared.Field("note", FieldType.Text),
        ],
        ListFields = ["code"], TitleField = "code",
    };

    private static readonly RegistryDeclaration Last = First with
    {
        Version = 2,
        Changes =
        [
            new()
            {
                Step = 1, Kind = ChangeKind.Split, Field = "contact", Into = ["person", "phone"], Separator = " ",
            },
            new()
            {
                Step = 2, Kind = ChangeKind.Retype, Field = "income",
                Was = First.Field("income") with { Name = "incomeWas2" },
            },
            new() { Step = 3, Kind = ChangeKind.Add, Field = "hotline", FillFrom = "phone" },
        ],
        Fields =
        [
            First.Fields[0], Sealed("person", FieldType.Text), Sealed("phone", FieldType.Mobile),
            Sealed("income", FieldType.Number) with { Scale = 1 }, First.Fields[3],
            Sealed("hotline", FieldType.Text),
        ],
        ClosedFields =
        [
            new(First.Field("contact") with { Indexed = false }, "contact", 1),
            new(First.Field("income") with { Indexed = false, Name = "incomeWas2" }, "income", 2),
        ],
    };

    [Theory, EachDatabase]
    public async Task Sealed_values_take_the_new_shape_under_the_key_of_their_row(Engine engine)
    {
        await using var city = await TestDatabase.CreateAsync(
            engine, s => Evolving.Configure(s, First), typeof(RegistriesModule).Assembly);
        await city.Services.PrepareSealingAsync();
        await city.Get<IRegisterTables>().EnsureAsync();
        var good = await PutAsync(city, "1", "张三 13800138000", "12.5");
        var odd = await PutAsync(city, "2", "只有名字", "很多");
        var lost = await PutAsync(city, "3", "李四 13800138003", "3");
        var gone = await PutAsync(city, "4", "王五 13800138004", "4");
        var touched = await PutAsync(city, "5", "赵六 13800138005", "5");
        await LoseAsync(city, lost, gone);

        await using var later = await Evolving.LaterAsync(city, Last);
        await later.Services.PrepareSealingAsync();
        await CheckAsync(later, good, [odd, lost, gone]);
        Assert.Equal("registries.evolution.filling", await FoundAsync(later, "phone", "13800138000"));
        // Who writes one field meanwhile keeps the others, and the version says that it changed this field only.
        await Evolving.PutAsync(later, Last, new() { ["note"] = "已回访" }, touched);
        await Evolving.PutAsync(later, Last, new() { ["note"] = "第二次" }, touched);

        await later.StartWorkersAsync();
        var evolution = later.Get<IEvolution>();
        await Eventually.TrueAsync(async () => (await evolution.StepsAsync()).All(s => s.State == "done"));
        await CheckAsync(later, good, [odd, lost, gone]);
        Assert.Equal(good, await FoundAsync(later, "phone", "13800138000"));
        Assert.Equal(good, await FoundAsync(later, "income", "12.5"));
        Assert.Equal(touched, await FoundAsync(later, "hotline", "13800138005"));
        Assert.Equal("", await FoundAsync(later, "phone", "13800138003"));
        Assert.Equal("", await FoundAsync(later, "phone", "13800138004"));
        await CheckLeftAsync(later, odd, lost);
        var history = (await later.Get<IRegisters>().HistoryAsync(
            Last, touched, true, RegisterCity.Root, RegisterCity.Purpose)).Value;
        Assert.Equal([["note"], ["note"]], history.Take(2).Select(v => v.Changed));
        Assert.All(history, v => Assert.Equal("13800138005", v.Record.Values["phone"]));
        Assert.Equal("赵六 13800138005", history[2].Record.Values["contact"]);

        // Once all is filled, what a writer empties stays empty.
        await Evolving.PutAsync(later, Last, new() { ["phone"] = null }, good);
        Assert.Null((await Evolving.GetAsync(later, Last, good))["phone"]);
    }

    private static Task<string> PutAsync(TestDatabase city, string code, string contact, string income) =>
        Evolving.PutAsync(city, First, new() { ["code"] = code, ["contact"] = contact, ["income"] = income });

    private static async Task LoseAsync(TestDatabase city, string lost, string gone)
    {
        await using var session = await city.Database.WriteAsync();
        session.Unaudited("test");
        await city.Get<ISealing>().DestroyAsync(session, gone);
        await session.Connection.ExecuteAsync(
            "DELETE FROM platform_subject_keys WHERE subject_id = @lost", new { lost }, session.Transaction);
        await session.CommitAsync();
    }

    private static async Task CheckAsync(TestDatabase city, string good, IEnumerable<string> empty)
    {
        var row = await Evolving.GetAsync(city, Last, good);
        Assert.Equal(("张三", "13800138000", 12.5m, "13800138000"), (
            row["person"], row["phone"], row["income"], row["hotline"]));
        Assert.DoesNotContain("contact", row.Keys);
        foreach (var id in empty)
        {
            var left = await Evolving.GetAsync(city, Last, id);
            Assert.Equal((null, null, null), (left["person"], left["phone"], left["income"]));
        }
        var page = (await city.Get<IRegisters>().ListAsync(
            Last, new RecordQuery { Fields = ["phone"] }, RegisterCity.Officer((RegistriesPermissions.Read, "")),
            null)).Value;
        Assert.Equal("138****8000", page.Items.Single(i => i.Id == good).Values["phone"]);
    }

    private static async Task CheckLeftAsync(TestDatabase city, string odd, string lost)
    {
        await using var read = await city.Database.ReadAsync();
        Assert.Equal(
            new[]
            {
                $"1 person {lost} key-lost", $"1 person {odd} no-parts", $"2 income {lost} key-lost",
                $"2 income {odd} not-number",
            }.Order(StringComparer.Ordinal),
            (await read.Connection.QueryAsync<string>(
                "SELECT step || ' ' || field || ' ' || row_id || ' ' || reason "
                + "FROM registries_evolution_leftovers", transaction: read.Transaction))
            .Select(l => $"{l[..l.LastIndexOf(' ')]} {l[(l.LastIndexOf('.') + 1)..]}")
            .Order(StringComparer.Ordinal));
        Assert.Equal(3, await read.Connection.ExecuteScalarAsync<long>(
            "SELECT COUNT(*) FROM registries_test_patient WHERE f_income_2_sealed IS NULL AND shape = 3",
            transaction: read.Transaction));
    }

    private static async Task<string> FoundAsync(TestDatabase city, string field, string value)
    {
        var page = await city.Get<IRegisters>().ListAsync(
            Last, new RecordQuery { Filters = [new(field, "eq", value)] }, RegisterCity.Root, null);
        return page.IsOk ? string.Join(",", page.Value.Items.Select(i => i.Id)) : page.Error.Code;
    }

    private static FieldDeclaration Sealed(string name, FieldType type) =>
        Declared.Field(name, type) with { Privacy = Privacy.Sealed, Indexed = true };
}

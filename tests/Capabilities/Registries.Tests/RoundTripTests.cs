using Lingnan.Platform.Permissions;
using Lingnan.Platform.Sealing;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Registries.Tests;

public class RoundTripTests
{
    [Theory, EachDatabase]
    public async Task Every_field_type_comes_back_as_written(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var town = await city.PutAsync(Declared.Divisions, new { code = "441900003000", name = "莞城街道" });
        var id = await city.PutAsync(Declared.People, new
        {
            number = Declared.Number(1), name = "𠮷野·㐂𫝀", region = "441900003", mobile = "13800138000",
            address = "东莞市莞城街道和平路８号",
            height = "172.50", income = "12,345.60", home = "441900003", plate = "AB123", sex = "男",
        });

        var row = await city.ReadWholeAsync(Declared.People, id);

        Assert.Equal(Declared.Number(1), row.Values["number"]);
        Assert.Equal("𠮷野·㐂𫝀", row.Values["name"]);
        Assert.Equal("1", row.Values["sex"]);
        Assert.Equal(new DateOnly(1950, 1, 1), row.Values["birth"]);
        Assert.Equal("441900003", row.Values["region"]);
        Assert.Equal("13800138000", row.Values["mobile"]);
        Assert.Equal("东莞市莞城街道和平路８号", row.Values["address"]);
        Assert.Equal(172.5m, row.Values["height"]);
        Assert.Equal(12345.60m, row.Values["income"]);
        Assert.Equal(town, row.Values["home"]);
        Assert.Equal("AB123", row.Values["plate"]);
        Assert.Null(row.Values["employer"]);
        Assert.Equal(1, row.Version);
        Assert.Empty(row.Masked);
    }

    [Theory, EachDatabase]
    public async Task Sql_and_script_text_is_only_text(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        string[] texts = ["'; DROP TABLE test_person; --", "<script>alert(1)</script>", "{0} {name} %s",
            "\\u0000 \\' \"\"", "1' OR 1=1; DELETE FROM registries_test_person;--"];
        for (var i = 0; i < texts.Length; i++)
        {
            var id = await city.PutAsync(
                Declared.People, new { number = Declared.Number(i), name = texts[i], address = texts[i] });
            var row = await city.ReadWholeAsync(Declared.People, id);
            Assert.Equal(texts[i], row.Values["name"]);
            Assert.Equal(texts[i], row.Values["address"]);
            var found = await city.Registers.ListAsync(
                Declared.People, new RecordQuery { Filters = [new("name", "eq", texts[i])] }, RegisterCity.Root, null);
            Assert.Single(found.Value.Items);
            foreach (var query in new RecordQuery[] { new() { Sort = texts[i] },
                new() { Filters = [new(texts[i], "eq", "1")] }, new() { Cursor = texts[i] } })
                Assert.False((await city.Registers.ListAsync(Declared.People, query, RegisterCity.Root, null)).IsOk);
            Assert.Empty((await city.Registers.ListAsync(
                Declared.Divisions, new() { Search = texts[i] }, RegisterCity.Root, null)).Value.Items);
        }
    }

    [Theory, EachDatabase]
    public async Task A_sealed_value_lies_nowhere_in_the_open(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var id = await city.PutAsync(
            Declared.People, new { number = Declared.Number(7), name = "张三", mobile = "13800138000" });
        await city.PutAsync(Declared.People, new { mobile = "13900139000" }, id);
        await using var session = await city.Database.Database.ReadAsync();
        foreach (var table in new[] { "registries_test_person", "registries_test_person_history" })
        {
            await using var command = session.Connection.CreateCommand();
            command.Transaction = session.Transaction;
            command.CommandText = $"SELECT * FROM {table}";
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                for (var i = 0; i < reader.FieldCount; i++)
                {
                    var cell = reader.GetValue(i) is byte[] bytes
                        ? System.Text.Encoding.Latin1.GetString(bytes)
                        : reader.GetValue(i).ToString()!;
                    Assert.DoesNotContain(Declared.Number(7), cell, StringComparison.Ordinal);
                    Assert.DoesNotContain("00138000", cell, StringComparison.Ordinal);
                }
        }
    }

    [Theory, EachDatabase]
    public async Task A_sealed_number_is_found_exactly_and_is_unique(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var id = await city.PutAsync(Declared.People, new { number = Declared.Number(3), name = "张三" });
        await city.PutAsync(Declared.People, new { number = Declared.Number(4), name = "李四" });

        var byNumber = await city.Registers.ListAsync(
            Declared.People, new() { Search = Declared.Number(3) }, RegisterCity.Root, null);
        Assert.Equal(id, Assert.Single(byNumber.Value.Items).Id);
        var again = await city.WriteAsync(Declared.People, new { number = Declared.Number(3), name = "张三" });
        Assert.Equal("unchanged", again.Outcome);
        var taken = await city.Registers.UpsertAsync(
            Declared.People, new(id, new Dictionary<string, string?> { ["number"] = Declared.Number(4) }, null, null),
            RegisterCity.Root);
        Assert.Equal("registries.row.key-taken", taken.Error!.Code);
        var looked = await city.Registers.FindByKeyAsync(
            Declared.People, "number", Declared.Number(4), RegisterCity.Root, "sign-up");
        Assert.Equal("李四", looked!.Values["name"]);
        Assert.Null(
            await city.Registers.FindByKeyAsync(Declared.People, "number", "no number", RegisterCity.Root, "sign-up"));
        await Assert.ThrowsAsync<ArgumentException>(() => city.Registers.FindByKeyAsync(
            Declared.People, "number", Declared.Number(4), RegisterCity.Officer((RegistriesPermissions.Unmask, "")),
            "curiosity"));
    }

    [Theory, EachDatabase]
    public async Task References_resolve_by_id_and_by_natural_key(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var person = await city.PutAsync(Declared.People, new { number = Declared.Number(1), name = "张三" });
        var byNumber = await city.PutAsync(
            Declared.Visits, new { person = Declared.Number(1), day = "2026-01-05", finding = "安好" });
        var byId = await city.PutAsync(Declared.Visits, new { person, day = "2026-01-05" });
        Assert.Equal(byNumber, byId);
        var row = await city.ReadWholeAsync(Declared.Visits, byNumber);
        Assert.Equal(person, row.Values["person"]);
        Assert.Equal("安好", row.Values["finding"]);
        var unknown = await city.WriteAsync(Declared.Visits, new { person = Declared.Number(2), day = "2026-01-05" });
        Assert.Equal("registries.field.unknown-reference", Assert.Single(unknown.Faults).Error.Code);
    }

    [Theory, EachDatabase]
    public async Task Regions_are_checked_once_divisions_are_known(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        await city.PutAsync(Declared.People, new { number = Declared.Number(1), name = "张三", region = "441900004" });
        await city.PutAsync(Declared.Divisions, new { code = "442000100", name = "石岐街道" });
        await city.PutAsync(Declared.People, new { number = Declared.Number(2), name = "李四", region = "442000" });
        var refused = await city.WriteAsync(
            Declared.People, new { number = Declared.Number(3), name = "王五", region = "441900004" });
        Assert.Equal("registries.field.unknown-region", Assert.Single(refused.Faults).Error.Code);
    }

    [Theory, EachDatabase]
    public async Task Erasing_a_persons_key_empties_the_sealed_fields_and_leaves_the_row(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var id = await city.PutAsync(Declared.People, new { number = Declared.Number(1), name = "张三" });
        await using (var session = await city.Database.Database.WriteAsync())
        {
            session.Unaudited("test");
            await city.Services.GetRequiredService<ISealing>().DestroyAsync(session, id);
            await session.CommitAsync();
        }
        var row = await city.ReadWholeAsync(Declared.People, id);
        Assert.Null(row.Values["number"]);
        Assert.Equal(UnreadableCauses.KeyDestroyed, row.Unreadable!["number"]);
        Assert.Equal("张三", row.Values["name"]);
    }
}

using Lingnan.PackKit.Registries;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Model;
using Lingnan.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Lingnan.Registries.Contracts.RegistriesPermissions;

namespace Lingnan.Registries.Tests;

public class PrivacyTests
{
    private const string Town = "441900003";
    private const string Other = "442000100";

    [Theory]
    [InlineData("张三", "张*")]
    [InlineData("张小三", "张*三")]
    [InlineData("𠮷", "*")]
    [InlineData("𠮷野家", "𠮷*家")]
    [InlineData("阿卜杜拉·买买提", "阿***提")]
    public void Names_keep_first_and_last(string name, string masked) =>
        Assert.Equal(masked, Masking.Mask(Declared.People.Field("name"), name));

    [Theory]
    [InlineData("广东省东莞市莞城街道和平路8号", "广东省东莞市***")]
    [InlineData("和平路8号", "和平***")]
    [InlineData("家", "***")]
    public void Addresses_are_cut(string address, string masked) =>
        Assert.Equal(masked, Masking.Mask(Declared.People.Field("address"), address));

    [Fact]
    public void No_personal_value_of_any_type_comes_through_its_mask()
    {
        foreach (var (type, value) in new (FieldType, object)[]
        {
            (FieldType.ResidentId, Declared.Number(1)), (FieldType.Mobile, "13800138000"),
            (FieldType.Date, new DateOnly(1990, 5, 6)),
            (FieldType.Money, 12.34m), (FieldType.Number, 7m), (FieldType.Code, "1"), (FieldType.Text, "和平路8号"),
            (FieldType.Region, "441900003001"),
            (FieldType.Reference, "p_1"),
        })
        {
            var masked = Masking.Mask(Declared.Field("x", type) with { Privacy = Privacy.Personal }, value);
            Assert.NotEqual(Canonical.Text(value), masked);
            Assert.Contains('*', masked);
        }
    }

    [Theory, EachDatabase]
    public async Task The_masking_matrix(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var id = await Person(city, 1, Town);
        var reader = RegisterCity.Officer((Read, Town));
        var trusted = RegisterCity.Officer((Read, Town), (Unmask, Town));
        var cases = new (Caller Caller, bool Unmask, AccessPurpose? Purpose, string Expected)[]
        {
            (Caller.Nobody, false, null, "registries.read.signed-out"),
            (RegisterCity.Officer(), false, null, "registries.read.forbidden"),
            (RegisterCity.Citizen("p_other"), false, null, "registries.read.forbidden"),
            (RegisterCity.Officer((Read, Other)), false, null, "registries.reach.forbidden"),
            (reader, false, null, "masked"),
            (reader, true, RegisterCity.Purpose, "registries.unmask.forbidden"),
            (trusted, false, null, "masked"),
            (trusted, true, null, "registries.unmask.purpose-required"),
            (trusted, true, new AccessPurpose("查", "2026-0001"), "registries.unmask.purpose-required"),
            (trusted, true, new AccessPurpose("核实低保申请", null), "registries.unmask.case-required"),
            (trusted, true, new AccessPurpose("核实低保申请", " 1 "), "registries.unmask.case-required"),
            (trusted, true, new AccessPurpose("核实低保申请", new string('1', 51)), "registries.unmask.case-required"),
            (trusted, true, RegisterCity.Purpose, "whole"),
            (RegisterCity.Officer((Read, Town), (Unmask, Other)), true, RegisterCity.Purpose, "masked"),
            (RegisterCity.Officer((Read, "")), false, null, "masked"),
            (RegisterCity.Citizen(id), false, null, "whole"),
            (RegisterCity.Root, true, RegisterCity.Purpose, "whole"),
        };
        foreach (var (caller, unmask, purpose, expected) in cases)
        {
            city.Audit.Clear();
            var got = await city.Registers.GetAsync(Declared.People, id, unmask, caller, purpose);
            var seen = !got.IsOk ? got.Error.Code : got.Value.Masked.Count > 0 ? "masked" : "whole";
            Assert.Equal(expected, seen);
            if (expected == "masked")
            {
                Assert.Equal("张*1", got.Value.Values["name"]);
                Assert.DoesNotContain(Declared.Number(1), got.Value.Values.Values.OfType<string>());
                Assert.Equal(["address", "birth", "mobile", "name", "number"], got.Value.Masked.Order());
                Assert.Equal(Town, got.Value.Values["region"]);
            }
            if (expected == "whole")
                Assert.Equal(
                    (id, "registries.record-read", purpose?.Purpose),
                    (Assert.Single(city.Audit.Entries).SubjectId, city.Audit.Entries[0].Action,
                        city.Audit.Entries[0].Purpose));
            else Assert.Empty(city.Audit.Entries);
        }
    }

    [Theory, EachDatabase]
    public async Task Lists_reach_as_far_as_the_caller_and_log_each_person(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var inside = new[] { await Person(city, 1, Town), await Person(city, 2, Town + "001") };
        var outside = await Person(city, 3, Other);
        var nowhere = await Person(city, 4, null);

        Assert.Equal(inside.Order(), (await Ids(RegisterCity.Officer((Read, Town)))).Order());
        Assert.Equal(4, (await Ids(RegisterCity.Officer((Read, "")))).Count);
        Assert.Equal(3, (await Ids(RegisterCity.Officer((Read, "44")))).Count);
        Assert.Equal([nowhere], await Ids(RegisterCity.Citizen(nowhere)));
        Assert.Equal(3, (await Ids(RegisterCity.Officer((Read, Town)) with { PersonId = outside })).Count);

        city.Audit.Clear();
        var page = await city.Registers.ListAsync(
            Declared.People, new() { Unmask = true }, RegisterCity.Officer((Read, ""), (Unmask, Town)),
            RegisterCity.Purpose);
        Assert.Equal(inside.Order(), page.Value.Items.Where(r => r.Masked.Count == 0).Select(r => r.Id).Order());
        Assert.Equal(inside.Order(), city.Audit.Entries.Select(e => e.SubjectId).Order());
        Assert.All(city.Audit.Entries, e => Assert.Equal("2026-0001", e.CaseNumber));

        async Task<IReadOnlyList<string>> Ids(Caller caller) =>
            [.. (await city.Registers.ListAsync(Declared.People, new(), caller, null)).Value.Items.Select(r => r.Id)];
    }

    [Fact]
    public async Task A_range_over_masked_values_takes_the_right_to_see_them()
    {
        await using var city = await RegisterCity.CreateAsync(Engine.Sqlite);
        await Person(city, 1, Town);
        var query = new RecordQuery { Filters = [new("birth", "ge", "1940-01-01")] };
        Assert.Equal(
            "registries.unmask.forbidden",
            (await city.Registers.ListAsync(
                Declared.People, query, RegisterCity.Officer((Read, "")), null)).Error!.Code);
        var trusted = RegisterCity.Officer((Read, ""), (Unmask, ""));
        Assert.Single((await city.Registers.ListAsync(
            Declared.People, query with { Unmask = true }, trusted, RegisterCity.Purpose)).Value.Items);
    }

    [Theory, EachDatabase]
    public async Task An_open_register_shows_everyone_its_public_fields_only(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var id = await city.PutAsync(Declared.Divisions, new { code = Town, name = "莞城街道", note = "内部" });
        var row = (await city.Registers.GetAsync(Declared.Divisions, id, false, Caller.Nobody, null)).Value;
        Assert.Equal(["code", "name", "parent"], row.Values.Keys.Order());
        Assert.Equal("", row.RecordedBy);
        Assert.Single((await city.Registers.ListAsync(
            Declared.Divisions, new() { Search = "莞城" }, Caller.Nobody, null)).Value.Items);
        foreach (var query in new RecordQuery[] { new() { Filters = [new("note", "eq", "内部")] },
            new() { Sort = "note" } })
            Assert.Equal(
                "registries.read.forbidden",
                (await city.Registers.ListAsync(Declared.Divisions, query, Caller.Nobody, null)).Error!.Code);
        Assert.Empty((await city.Registers.ListAsync(
            Declared.Divisions, new() { Filters = [new("note", "eq", "内部")] }, RegisterCity.Officer((Read, Other)),
            null)).Value.Items);
        Assert.Equal([Declared.Divisions.Name], city.Registers.Readable(Caller.Nobody).Select(r => r.Name));
        Assert.False((await city.Registers.HistoryAsync(Declared.Divisions, id, false, Caller.Nobody, null)).IsOk);
    }

    [Theory, EachDatabase]
    public async Task A_person_sees_all_rows_about_them(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var me = await Person(city, 1, Town);
        var other = await Person(city, 2, Town);
        var mine = await city.PutAsync(Declared.Visits, new { person = me, day = "2026-01-05", finding = "安好" });
        var theirs = await city.PutAsync(Declared.Visits, new { person = other, day = "2026-01-05", finding = "安好" });
        city.Audit.Clear();
        var page = (await city.Registers.ListAsync(Declared.Visits, new(), RegisterCity.Citizen(me), null)).Value;
        Assert.Equal(mine, Assert.Single(page.Items).Id);
        Assert.Equal("安好", page.Items[0].Values["finding"]);
        Assert.Equal(me, Assert.Single(city.Audit.Entries).SubjectId);
        Assert.False(
            (await city.Registers.GetAsync(Declared.Visits, theirs, false, RegisterCity.Citizen(me), null)).IsOk);
    }

    [Theory, EachDatabase]
    public async Task Writes_reach_only_where_the_caller_may_write(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var id = await Person(city, 1, Town);
        var clerk = RegisterCity.Officer((Read, Town), (Write, Town));
        await Refused(new(null, Texts(2, Other), null, null), "registries.reach.forbidden");
        await Refused(new(null, Texts(2, null), null, null), "registries.reach.forbidden");
        await Refused(
            new(id, new Dictionary<string, string?> { ["region"] = Other }, null, null), "registries.reach.forbidden");
        var ok = (await city.Registers.UpsertAsync(
            Declared.People, new(id, new Dictionary<string, string?> { ["address"] = "新址" }, 1, null), clerk)).Value;
        Assert.Equal(("changed", "***"), (ok.Outcome, ok.Record!.Values["address"]!.ToString()![^3..]));
        Assert.Equal("registries.write.forbidden",
            (await city.Registers.UpsertAsync(
                Declared.People, new(null, Texts(3, Town), null, null), RegisterCity.Officer((Read, "")))).Error!.Code);
        Assert.Equal("registries.reach.forbidden",
            (await city.Registers.CloseAsync(
                Declared.People, await Person(city, 5, Other), null, "错录", clerk)).Error!.Code);

        async Task Refused(RecordWrite write, string code) =>
            Assert.Equal(code, (await city.Registers.UpsertAsync(Declared.People, write, clerk)).Error!.Code);
    }

    [Theory, EachDatabase]
    public async Task A_person_can_see_who_read_their_record_and_why(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine, Declared.Packs(), isAuditReal: true);
        var me = await Person(city, 1, Town);
        await Person(city, 2, Town);
        var officer = RegisterCity.Officer((Read, Town), (Unmask, Town));
        city.Time.Advance(TimeSpan.FromMinutes(1));
        await city.Registers.ListAsync(Declared.People, new() { Unmask = true }, officer, RegisterCity.Purpose);
        city.Time.Advance(TimeSpan.FromMinutes(1));
        await city.Registers.GetAsync(Declared.People, me, false, RegisterCity.Citizen(me), null);
        var log = city.Services.GetRequiredService<IAuditLog>();
        var seen = (await log.ReadAsync(new AuditQuery { SubjectId = me })).Items;
        Assert.Equal(
            ["registries.record-read", "registries.record-read", "registries.record-created"],
            seen.Select(e => e.Action));
        Assert.Equal(
            ("李干事", "莞城街道", RegisterCity.Purpose.Purpose), (seen[1].CallerName, seen[1].UnitName, seen[1].Purpose));
        Assert.Empty((await log.VerifyAsync()).Defects);
    }

    private static Task<string> Person(RegisterCity city, int n, string? region) =>
        city.PutAsync(Declared.People, Texts(n, region));

    private static Dictionary<string, string?> Texts(int n, string? region) => new()
    {
        ["number"] = Declared.Number(n), ["name"] = "张小" + n, ["region"] = region, ["mobile"] = "1380013800" + n,
        ["address"] = "东莞市莞城街道和平路" + n,
    };
}

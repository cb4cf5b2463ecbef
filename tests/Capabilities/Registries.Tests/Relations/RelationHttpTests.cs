using System.Net;
using System.Net.Http.Json;
using Lingnan.Platform.Storage;
using Lingnan.Testing;
using static Lingnan.Registries.Tests.Relations.Asked;

namespace Lingnan.Registries.Tests.Relations;

/// <summary>Relations as a client meets them: what each end lets them see, circles, days and bad questions.</summary>
public sealed class RelationHttpTests
{
    private const string Here = "441900003";
    private const string There = "441900004";

    [Theory, EachDatabase]
    public async Task A_row_of_a_register_that_the_caller_may_not_read_is_counted_and_not_shown(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(engine, OpenPacks());
        using var clerk = city.As("read@,write@,unmask@");
        var (low, top) = (await FirmAsync(clerk, "丙"), await FirmAsync(clerk, "甲"));
        var wang = await PutAsync(clerk, "person", new { name = "王伟", region = Here });
        var li = await PutAsync(clerk, "person", new { name = "李强", region = There });
        await PutAsync(clerk, "share", new { name = "1", firm = low, holder = top, share = 40 });
        await PutAsync(clerk, "share", new { name = "2", firm = low, owner = wang, share = 35 });
        await PutAsync(clerk, "share", new { name = "3", firm = low, owner = li, share = 25 });

        using var nobody = city.Nobody();
        var open = await JsonAsync(nobody, $"firm/{low}/relations");
        Assert.Equal([top], Ids(Group(open, "holders")));
        Assert.Empty(Ids(Group(open, "owners")));
        Assert.Equal(2, Group(open, "owners").GetProperty("hidden").GetInt32());
        Assert.DoesNotContain(wang, open.GetRawText());
        var walk = await JsonAsync(nobody, $"firm/{low}/walk?depth=3");
        Assert.Equal(2, walk.GetProperty("hidden").GetInt32());
        Assert.DoesNotContain("person", walk.GetProperty("nodes").GetRawText());
        var shares = await JsonAsync(nobody, $"firm/{low}/shares");
        Assert.Equal(60, shares.GetProperty("hidden").GetDecimal());
        Assert.DoesNotContain(wang, shares.GetRawText());

        // With the right, but only in one town, and with a purpose: one is named, the other one counted.
        using var local = city.As($"read@{Here},unmask@{Here}");
        city.Audit.Clear();
        var whole = await JsonAsync(local, $"firm/{low}/relations?relation=owners&unmask=true", Purpose);
        Assert.Equal([wang], Ids(Group(whole, "owners")));
        Assert.Equal(1, Group(whole, "owners").GetProperty("hidden").GetInt32());
        Assert.DoesNotContain(li, whole.GetRawText());
        Assert.Contains(city.Audit.Entries, e => e.SubjectId == wang && e.CaseNumber == "T-2026-7");
        Assert.DoesNotContain(city.Audit.Entries, e => e.SubjectId == li);
        // The other way a person's page tells the firm, which is open to all.
        var held = await JsonAsync(local, $"person/{wang}/relations?unmask=true", Purpose);
        Assert.Equal([low], Ids(Group(held, "owned")));
    }

    [Theory, EachDatabase]
    public async Task Who_may_not_ask_is_told_so_before_what_is_asked_is_looked_at(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(engine, OpenPacks());
        using var clerk = city.As("read@,write@");
        var wang = await PutAsync(clerk, "person", new { name = "王伟", region = Here });
        using var nobody = city.Nobody();
        using var elsewhere = city.As($"read@{There}");
        foreach (var way in new[] { "relations?limit=x&validAt=x", "walk?depth=99", "shares?validAt=2026-13-01" })
        {
            using var closed = await nobody.GetAsync($"{Api}/person/{wang}/{way}");
            Assert.Equal(HttpStatusCode.Unauthorized, closed.StatusCode);
            using var missing = await nobody.GetAsync($"{Api}/person/p_none/{way}");
            Assert.Equal(HttpStatusCode.Unauthorized, missing.StatusCode);
            using var outside = await elsewhere.GetAsync($"{Api}/person/{wang}/{way.Split('?')[0]}");
            Assert.Equal(HttpStatusCode.Forbidden, outside.StatusCode);
            using var unpurposed = await clerk.GetAsync($"{Api}/person/{wang}/{way.Split('?')[0]}?unmask=true");
            Assert.Equal(HttpStatusCode.Forbidden, unpurposed.StatusCode);
        }
    }

    [Theory, EachDatabase]
    public async Task Bad_questions_are_refused_by_name(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(engine, OpenPacks());
        using var clerk = city.As("read@,write@");
        var firm = await FirmAsync(clerk, "甲");
        var home = await PutAsync(clerk, "home", new { name = "1栋", region = Here });
        foreach (var (path, code, status) in new[]
        {
            ($"firm/{firm}/relations?relation=sisters", "registries.relation.unknown", 422),
            ($"firm/{firm}/relations?limit=0", "registries.relation.limit", 422),
            ($"firm/{firm}/relations?limit=201", "registries.relation.limit", 422),
            ($"firm/{firm}/relations?limit=many", "registries.relation.limit", 422),
            ($"firm/{firm}/relations?relation=held&cursor=made-up", "registries.list.cursor", 422),
            ($"firm/{firm}/relations?validAt=2026-02-30", "registries.request.bad-day", 422),
            ($"firm/{firm}/walk?depth=9", "registries.relation.depth", 422),
            ($"firm/{firm}/walk?depth=0", "registries.relation.depth", 422),
            ($"firm/{firm}/walk?depth=-1", "registries.relation.depth", 422),
            ($"firm/{firm}/walk?path=holders/units", "registries.relation.unknown", 422),
            ($"firm/{firm}/walk?path={string.Join('/', Enumerable.Repeat("holders", 9))}",
                "registries.relation.depth", 422),
            ($"home/{home}/walk?path=dwellers*", "registries.relation.unknown", 422),
            ($"home/{home}/shares", "registries.relation.no-shares", 422),
            ("firm/f_none/relations", "registries.row.not-found", 404),
            ("firm/f_none/walk", "registries.row.not-found", 404),
            ("firm/f_none/shares", "registries.row.not-found", 404),
            ("none/f_none/walk", "registries.register.not-found", 404),
        })
        {
            using var refused = await clerk.GetAsync($"{Api}/{path}");
            var told = await HttpCity.JsonAsync(refused);
            Assert.Equal(
                (path, code, status), (path, told.GetProperty("code").GetString(), (int)refused.StatusCode));
            Assert.NotEmpty(told.GetProperty("mend").GetString()!);
        }
    }

    [Theory, EachDatabase]
    public async Task Circles_end_and_are_marked_and_those_that_must_not_be_are_refused(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(engine, OpenPacks());
        using var clerk = city.As("read@,write@");
        var (a, b, c) = (await FirmAsync(clerk, "甲"), await FirmAsync(clerk, "乙"), await FirmAsync(clerk, "丙"));
        foreach (var (firm, holder) in new[] { (a, b), (b, a), (c, a) })
            await PutAsync(clerk, "share", new { name = firm + holder, firm, holder, share = 10 });
        var walk = await JsonAsync(clerk, $"firm/{c}/walk?path=holders*&depth=8");
        Assert.Equal(3, walk.GetProperty("nodes").GetArrayLength());
        Assert.Equal(
            new[] { (a, b, true), (b, a, true), (c, a, false) }.Order(),
            walk.GetProperty("edges").EnumerateArray().Select(e => (
                Id(e, "from"), Id(e, "to"), e.GetProperty("cycle").GetBoolean())).Order());
        Assert.Empty(walk.GetProperty("limits").EnumerateArray());

        var house = await PutAsync(clerk, "home", new { name = "户甲", region = Here });
        var part = await PutAsync(clerk, "home", new { name = "户乙", region = Here, parent = house });
        foreach (var parent in new[] { part, house })
        {
            using var refused = await clerk.PatchAsJsonAsync($"{Api}/home/{house}", new { values = new { parent } });
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains(
                "registries.relation.circle", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        var kept = await JsonAsync(clerk, $"home/{house}/relations");
        Assert.Empty(Ids(Group(kept, "parent")));
        Assert.Equal([part], Ids(Group(kept, "units")));
    }

    [Theory, EachDatabase]
    public async Task A_company_that_owns_itself_is_held_by_its_other_holders(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(engine, OpenPacks());
        using var clerk = city.As("read@,write@");
        var own = await FirmAsync(clerk, "自有");
        var (top, other) = (await FirmAsync(clerk, "甲"), await FirmAsync(clerk, "乙"));
        await PutAsync(clerk, "share", new { name = "1", firm = own, holder = own, share = 60 });
        await PutAsync(clerk, "share", new { name = "2", firm = own, holder = top, share = 30 });
        await PutAsync(clerk, "share", new { name = "3", firm = own, holder = other, share = 10 });
        var answer = await JsonAsync(clerk, $"firm/{own}/shares");
        Assert.Equal(
            [(top, 75m, 30m, true, false), (own, 60m, 60m, false, true), (other, 25m, 10m, true, false)],
            answer.GetProperty("holdings").EnumerateArray().Select(h => (
                h.GetProperty("id").GetString()!, h.GetProperty("share").GetDecimal(),
                h.GetProperty("direct").GetDecimal(), h.GetProperty("isUltimate").GetBoolean(),
                h.GetProperty("cycle").GetBoolean())));
        Assert.Equal(0, answer.GetProperty("unknown").GetDecimal());

        var lonely = await FirmAsync(clerk, "独有");
        await PutAsync(clerk, "share", new { name = "4", firm = lonely, holder = lonely, share = 100 });
        Assert.Equal(
            100, (await JsonAsync(clerk, $"firm/{lonely}/shares")).GetProperty("circular").GetDecimal());
    }
}

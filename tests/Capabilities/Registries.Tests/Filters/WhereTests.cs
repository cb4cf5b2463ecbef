using CsCheck;
using Lingnan.Kernel;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Filters;
using Lingnan.Testing;
using static Lingnan.Registries.Contracts.RegistriesPermissions;

namespace Lingnan.Registries.Tests.Filters;

/// <summary>Expressions over rows: what the store finds, and who may ask.</summary>
public class WhereTests
{
    private static readonly string?[] Heights = [null, "150", "160.5", "170", "170"];
    private static readonly string?[] Regions = ["441900003", "441900004", "442000100", null];

    [Theory, EachDatabase]
    public async Task What_is_found_is_what_holds(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        for (var i = 0; i < 20; i++)
            await city.PutAsync(Declared.People, new
            {
                number = Declared.Number(i), name = "张" + (char)('a' + i % 4), height = Heights[i % 5],
                region = Regions[i % 4],
            });
        var rows = (await city.Registers.ListAsync(
            Declared.People, new() { Limit = 200, Unmask = true }, RegisterCity.Root,
            RegisterCity.Purpose)).Value.Items;
        Assert.Equal(20, rows.Count);

        var leaf = Gen.OneOf(
            Gen.Select(Gen.Enum<Sign>(), Any("150", "160.5", "165", "170"),
                (s, v) => (FilterNode)new Comparison(default, "height", s, new(default, v, false))),
            Gen.Bool.Select(b => (FilterNode)new Absence(default, "height", b)),
            Any("441900", "4420", "441900003", "9").Select(
                v => (FilterNode)new Starts(default, "region", new(default, v, true))),
            Any("张a", "张b", "李").Array[1, 3].Select(v => (FilterNode)new OneOf(
                default, "name", [.. v.Select(t => new FilterValue(default, t, true))])),
            Gen.Select(Gen.Enum<Sign>(), Any("1950-01-01", "1960-06-01"),
                (s, v) => (FilterNode)new Comparison(default, "birth", s, new(default, v, false))));
        await Node(leaf, 3).SampleAsync(async node =>
        {
            var query = new RecordQuery
            {
                Where = FilterText.Print(node), Unmask = true, Limit = 200, CountTotal = true,
            };
            var found = await city.Registers.ListAsync(
                Declared.People, query, RegisterCity.Root, RegisterCity.Purpose);
            Assert.Equal(
                rows.Where(r => Holds(node, r)).Select(r => r.Id), found.Value.Items.Select(r => r.Id));
            Assert.Equal(found.Value.Items.Count, found.Value.Total);
        }, iter: 60, threads: 1);
    }

    [Theory]
    [InlineData("height = 'tall'", "registries.where.value", 10)]
    [InlineData("name = 'x' and birth < 2024-13-01", "registries.where.value", 24)]
    [InlineData("sex = 7", "registries.where.value", 7)]
    [InlineData("address = 'x'", "registries.where.field", 1)]
    [InlineData("sex = 1 and nothing = 1", "registries.where.field", 13)]
    [InlineData("height starts '1'", "registries.where.operator", 1)]
    [InlineData("number > '990001'", "registries.where.operator", 1)]
    [InlineData("not number is null", "registries.where.operator", 5)]
    public async Task What_does_not_fit_the_register_is_told_with_its_column(string where, string code, int column)
    {
        await using var city = await RegisterCity.CreateAsync(Engine.Sqlite);
        var error = (await city.Registers.ListAsync(
            Declared.People, new() { Where = where }, RegisterCity.Root, null)).Error!;
        Assert.Equal((code, (object?)column), (error.Code, error.Args["column"]));
    }

    [Fact]
    public async Task A_sealed_field_is_found_by_its_whole_value()
    {
        await using var city = await RegisterCity.CreateAsync(Engine.Sqlite);
        for (var i = 0; i < 4; i++)
            await city.PutAsync(Declared.People, new { number = Declared.Number(i), name = "张三" });
        Assert.Single((await city.Registers.ListAsync(
            Declared.People, new() { Where = $"number = '{Declared.Number(1)}'" }, RegisterCity.Root,
            null)).Value.Items);
        Assert.Equal(2, (await city.Registers.ListAsync(
            Declared.People,
            new() { Where = $"number in ('{Declared.Number(1)}', '{Declared.Number(2)}')", Unmask = true },
            RegisterCity.Root, RegisterCity.Purpose)).Value.Items.Count);
    }

    [Theory]
    [InlineData("birth = 1950-01-01", null)]
    [InlineData("name = '张三'", null)]
    [InlineData("name starts '张'", null)]
    [InlineData("sex = 1 or height > 150", null)]
    [InlineData("birth > 1950-01-01", "registries.unmask.forbidden")]
    [InlineData("not birth = 1950-01-01", "registries.unmask.forbidden")]
    [InlineData("not name starts '张'", "registries.unmask.forbidden")]
    [InlineData("birth in (1950-01-01, 1950-01-02)", "registries.unmask.forbidden")]
    [InlineData("birth = 1950-01-01 or birth = 1950-01-02", "registries.unmask.forbidden")]
    [InlineData("birth is null", "registries.unmask.forbidden")]
    [InlineData("name = '张三' or (sex = 1 and birth != 1950-01-01)", "registries.unmask.forbidden")]
    public async Task Masked_values_are_not_told_step_by_step(string where, string? code)
    {
        await using var city = await RegisterCity.CreateAsync(Engine.Sqlite);
        var reader = RegisterCity.Officer((Read, ""));
        Assert.Equal(code, (await city.Registers.ListAsync(
            Declared.People, new() { Where = where }, reader, null)).Error?.Code);
        Assert.True((await city.Registers.ListAsync(
            Declared.People, new() { Where = where, Unmask = true }, RegisterCity.Root, RegisterCity.Purpose)).IsOk);
    }

    [Fact]
    public async Task A_reader_of_public_fields_asks_by_public_fields_and_an_or_opens_no_other_region()
    {
        await using var city = await RegisterCity.CreateAsync(Engine.Sqlite);
        await city.PutAsync(Declared.Divisions, new { code = "441900003", name = "莞城", note = "内" });
        await city.PutAsync(Declared.Divisions, new { code = "442000100", name = "石岐", note = "内" });
        Assert.Equal("registries.read.forbidden", (await city.Registers.ListAsync(
            Declared.Divisions, new() { Where = "code starts '4419' or note = '内'" },
            Platform.Permissions.Caller.Nobody, null)).Error!.Code);
        Assert.Equal("莞城", Assert.Single((await city.Registers.ListAsync(
            Declared.Divisions, new() { Where = "note = '内' or code = '442000100'" },
            RegisterCity.Officer((Read, "4419")), null)).Value.Items).Values["name"]);
    }

    [Fact]
    public async Task Only_the_wanted_fields_are_shown_and_logged()
    {
        await using var city = await RegisterCity.CreateAsync(Engine.Sqlite);
        await city.PutAsync(Declared.People, new { number = Declared.Number(1), name = "张三", mobile = "13800138000" });
        city.Audit.Clear();
        var page = (await city.Registers.ListAsync(
            Declared.People, new() { Fields = ["id", "name", "height"], Unmask = true }, RegisterCity.Root,
            RegisterCity.Purpose)).Value;
        Assert.Equal(["height", "name"], Assert.Single(page.Items).Values.Keys.Order());
        Assert.Equal("{\"fields\":[\"name\"]}", Assert.Single(city.Audit.Entries).DetailJson);
        Assert.Equal("registries.list.field", (await city.Registers.ListAsync(
            Declared.People, new() { Fields = ["nam"] }, RegisterCity.Root, null)).Error!.Code);
    }

    private static Gen<FilterNode> Node(Gen<FilterNode> leaf, int depth) => depth == 0 ? leaf : Gen.OneOf(
        leaf,
        Gen.Select(Node(leaf, depth - 1), Node(leaf, depth - 1), (a, b) => (FilterNode)new And(default, a, b)),
        Gen.Select(Node(leaf, depth - 1), Node(leaf, depth - 1), (a, b) => (FilterNode)new Or(default, a, b)),
        Node(leaf, depth - 1).Select(a => (FilterNode)new Not(default, a)));

    private static bool Holds(FilterNode node, Contracts.Record row) => node switch
    {
        And and => Holds(and.Left, row) && Holds(and.Right, row),
        Or or => Holds(or.Left, row) || Holds(or.Right, row),
        Not not => !Holds(not.Inner, row),
        Absence a => row.Values[a.Field] is null == a.IsAbsent,
        Starts s => row.Values[s.Field] is string text && text.StartsWith(s.Value.Text, StringComparison.Ordinal),
        OneOf o => o.Values.Any(v => v.Text.Equals(row.Values[o.Field])),
        Comparison c => Compares(c, row.Values[c.Field]),
        _ => throw new InvalidOperationException(),
    };

    // Nothing is below, above or equal to an absent value; it differs from every one.
    private static bool Compares(Comparison node, object? value)
    {
        if (value is null) return node.Sign == Sign.NotEqual;
        var order = value is decimal number
            ? number.CompareTo(decimal.Parse(node.Value.Text, System.Globalization.CultureInfo.InvariantCulture))
            : ((DateOnly)value).CompareTo(DateOnly.Parse(
                node.Value.Text, System.Globalization.CultureInfo.InvariantCulture));
        return node.Sign switch
        {
            Sign.Equal => order == 0, Sign.NotEqual => order != 0, Sign.Less => order < 0,
            Sign.LessOrEqual => order <= 0, Sign.Greater => order > 0, _ => order >= 0,
        };
    }

    private static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}

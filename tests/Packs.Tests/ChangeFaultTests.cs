using Lingnan.PackKit.Registries;

namespace Lingnan.Packs.Tests;

/// <summary>Each fault that <c>changes:</c> of a register can have, told with the line of its step.</summary>
public sealed class ChangeFaultTests
{
    private const string Goods = "shop/registries/goods.yaml";
    private const string Where = "key: [name]\nfields:";

    private const string Rename = "rename: { from: cost, to: price }";
    private const string Add = "add: { field: kind, fill: 粮 }";
    private const string Split = "split: { field: whole, into: [maker, place], separator: '/' }";
    private const string Retype = "retype: { field: weight, was: { type: text }, map: { 一斤: '0.5' } }";
    private const string Close = "close: { field: fax }";

    private const string Good = $$"""
        key: [name]
        changes:
          - { step: 1, date: '2026-01-01', {{Rename}} }
          - { step: 2, date: '2026-02-01', {{Add}} }
          - { step: 3, date: '2026-03-01', {{Split}} }
          - { step: 4, date: '2026-04-01', {{Retype}} }
          - { step: 5, date: '2026-05-01', {{Close}} }
        fields:
          - { name: whole, title: { zh: 全, en: Whole }, type: text }
          - { name: maker, title: { zh: 厂, en: Maker }, type: text }
          - { name: place, title: { zh: 产地, en: Place }, type: text, maxLength: 10 }
          - { name: weight, title: { zh: 重量, en: Weight }, type: number, scale: 1 }
          - { name: fax, title: { zh: 传真, en: Fax }, type: text }
        """;

    /// <summary>What is replaced by what in the good steps, the code, and the step whose line is told.</summary>
    public static TheoryData<string, string, string, int> Spoilt => new()
    {
        { "fill: 粮", "fil: 粮", "pack.unknown-key", 2 },
        { "add: {", "ad: {", "pack.unknown-key", 2 },
        { "add: {", "ad: {", "pack.change-kind", 2 },
        { Add, Add + ", close: { field: fax }", "pack.change-kind", 2 },
        { "step: 3, ", "", "pack.missing-key", 3 },
        { "step: 3", "step: 2", "pack.change-order", 3 },
        { "step: 2", "step: 7", "pack.change-order", 3 },
        { "2026-02-01", "2026-02-30", "pack.bad-day", 2 },
        { "from: cost", "from: house", "pack.change-field", 1 },
        { "to: price", "to: kind", "pack.change-field", 1 },
        { "to: price", "to: prize", "pack.change-field", 1 },
        { "add: { field: kind", "add: { field: kin", "pack.change-field", 2 },
        { "fill: 粮", "fillFrom: nowhere", "pack.change-field", 2 },
        { "fill: 粮", "fillFrom: maker", "pack.change-field", 2 },
        { "fill: 粮", "fill: 粮, fillFrom: name", "pack.change-rule", 2 },
        { "fill: 粮", "fill: 盐", "pack.change-value", 2 },
        { "field: whole", "field: hole", "pack.change-field", 3 },
        { "[maker, place]", "[maker, plaec]", "pack.change-field", 3 },
        { "[maker, place]", "[maker, whole]", "pack.change-field", 3 },
        { "[maker, place]", "[maker]", "pack.out-of-range", 3 },
        { "[maker, place]", "[maker, name]", "pack.change-role", 3 },
        { ", separator: '/'", "", "pack.change-rule", 3 },
        { "separator: '/'", "separator: '/', lengths: [2]", "pack.change-rule", 3 },
        { "separator: '/'", "lengths: [2, 2]", "pack.change-rule", 3 },
        { "separator: '/'", "pattern: '(.*)/.*'", "pack.change-rule", 3 },
        { "separator: '/'", "pattern: '(.*/(.*)'", "pack.change-rule", 3 },
        { "en: Maker }", "en: Maker }, unique: true", "pack.change-unique", 3 },
        { "field: weight", "field: wait", "pack.change-field", 4 },
        { "was: { type: text }, ", "", "pack.missing-key", 4 },
        { "was: { type: text }", "was: { scale: 1 }", "pack.missing-key", 4 },
        { "was: { type: text }", "was: { type: geometry }", "pack.change-geometry", 4 },
        { "was: { type: text }", "was: { type: text, privacy: sealed }", "pack.change-sealed", 4 },
        { "en: Maker }", "en: Maker }, privacy: sealed", "pack.change-sealed", 3 },
        { "一斤: '0.5'", "一斤: 半公斤", "pack.change-value", 4 },
        { "close: { field: fax }", "close: { field: telex }", "pack.change-field", 5 },
        { "close: { field: fax }", "close: { field: whole }", "pack.change-field", 3 },
    };

    [Fact]
    public void Steps_that_lead_to_the_fields_are_good()
    {
        using var pack = new FaultyPack();
        pack.Spoil(Goods, Where, Good);
        var load = pack.Load();
        Assert.Empty(load.Faults);
        var register = load.Packs!.All<RegistryDeclaration>().Single(r => r.Table == "goods");
        Assert.Equal(["whole", "weightWas4", "fax"], register.ClosedFields.Select(c => c.Field.Name));
    }

    [Theory]
    [MemberData(nameof(Spoilt))]
    public void Is_told_with_its_line(string good, string bad, string code, int step)
    {
        using var pack = new FaultyPack();
        var line = Spoil(pack, good, bad) + 1 + step;
        var told = pack.Load().Faults;
        var fault = told.FirstOrDefault(f => f.Code == code && f.File == Goods && f.Line == line);
        Assert.True(fault is not null, $"expected {code} at {line}, told: {string.Join('\n', told)}");
        Assert.Matches(@"\.$", fault.What);
        Assert.Matches(@"[.?]$", fault.Mend);
    }

    /// <summary>Writes the steps with one thing spoilt; tells the line on which they begin.</summary>
    internal static int Spoil(FaultyPack pack, string good, string bad)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);
        return pack.Spoil(Goods, Where, Good.Replace(good, bad, StringComparison.Ordinal));
    }
}

using Lingnan.PackKit;

namespace Lingnan.Packs.Tests;

/// <summary>Each fault a pack can have, one at a time and all at once.</summary>
public sealed class PackFaultTests
{
    private const string Pack = "shop/pack.yaml";
    private const string Goods = "shop/registries/goods.yaml";
    private const string Kinds = "shop/codelists/kind.yaml";
    private const string Story = "shop/scenario.yaml";

    private const string Matching = """
        key: [name]
        matching:
          certain: []
          blocks: [[name.pinyin]]
          compare: [{ field: name, by: name, weight: 4 }]
          match: 90
          review: 70
        """;

    private const string Sources = """
        key: [name]
        sources:
          - { code: trade, name: { zh: 商务, en: Trade }, provider: { zh: 商务局, en: Commerce bureau } }
          - { code: tax, name: { zh: 税务, en: Tax }, provider: { zh: 税务局, en: Tax bureau } }
        authority:
          - { fields: [price], order: [trade, tax], otherwise: agreed }
          - { fields: [name], otherwise: complete, compare: false }
        survivorship: recent
        """;

    private const string Basis = "basis: { zh: 民法典第一千零三十五条, en: Civil Code 1035 }, ";

    private const string Consent =
        "key: [name]\nconsent:\n  { code: care, purpose: { zh: 关爱, en: Care }, " + Basis
        + "text: { zh: 同意, en: I agree } }";

    private const string Relation = """
        key: [name]
        relations:
          - code: house
            title: { zh: 门牌, en: House }
            inverse: { code: goods, title: { zh: 货物, en: Goods } }
            field: house
        """;

    private static readonly string Linked = Relation.Replace(
        "field: house", "link: { register: goods, from: house, to: house }");

    /// <summary>File, what is replaced by what, code, and how many lines below the replaced text the fault is
    /// told.</summary>
    public static TheoryData<string, string, string, string, int> Spoilt => new()
    {
        { Pack, "owner:", "ownr:", "pack.unknown-key", 0 },
        { Pack, "owner: { zh: 商务局, en: Commerce bureau }\n", "", "pack.missing-key", -3 },
        { Pack, "id: shop", "id: shops", "pack.id-not-folder", 0 },
        { Goods, "key: [name]", Consent, "pack.consent-of-nobody", 2 },
        { Goods, "key: [name]", Consent.Replace(Basis, ""), "pack.missing-key", 2 },
        { Pack, "id: shop", "id: Shop!", "pack.bad-text", 0 },
        { Pack, "[street]", "street", "pack.wrong-type", 0 },
        { Pack, "[street]", "[stret]", "pack.unknown-pack", 0 },
        { Pack, "[street]", "[street, street]", "pack.duplicate-item", 0 },
        { Pack, "uses: [street]", "uses: [street]\ncarries: [538]", "pack.out-of-range", 1 },
        { Pack, "uses: [street]", "uses: [street]\nanswers:\n  - { seed: '009', quote: 智慧 }", "pack.not-allowed", 2 },
        { Pack, "title: { zh: 商店, en: Shop }", "title: { zh: 商店, en: Shop }\ntitle: { zh: 店, en: Store }",
            "pack.duplicate-key", 1 },
        { Pack, "title: { zh: 商店, en: Shop }", "title: { zh: 商店, en: Shop", "pack.yaml-syntax", 0 },
        { Pack, "title: { zh: 商店", "title: &a { zh: 商店", "pack.anchor", 0 },
        { Pack, "title: { zh: 商店", "title: !thing { zh: 商店", "pack.tag", 0 },
        { Pack, "uses: [street]", "uses: [street]\n---\nid: shop", "pack.many-documents", 1 },
        { Pack, "en: Shop", "en: ''", "pack.out-of-range", 0 },
        { Goods, "type: code\n", "type: colour\n", "pack.not-allowed", 0 },
        { Goods, "    codeList: kind\n", "", "pack.missing-key", -3 },
        { Goods, "codeList: kind", "codeList: kinds", "pack.unknown-reference", 0 },
        { Goods, "target: street:house", "target: street:hose", "pack.unknown-reference", 0 },
        { Goods, "scale: 2", "scale: two", "pack.wrong-type", 0 },
        { Goods, "scale: 2", "scale: 7", "pack.out-of-range", 0 },
        { Goods, "min: '0'", "min: 0", "pack.wrong-type", 0 },
        { Goods, "min: '0'", "min: '101'", "pack.min-above-max", 0 },
        { Goods, "min: '0'", "min: nought", "pack.bad-bound", 0 },
        { Goods, "    required: true",
            "    required: true\n    pattern: '[A-Z'\n    patternHint: { zh: 字母, en: letters }", "pack.bad-pattern",
            1 },
        { Goods, "    required: true",
            "    required: true\n    pattern: '(a)\\1'\n    patternHint: { zh: 字母, en: letters }", "pack.bad-pattern",
            1 },
        { Goods, "    required: true", "    required: true\n    pattern: '[A-Z]'", "pack.missing-key", -3 },
        { Goods, "    required: true", "    required: true\n    unit: kg", "pack.key-not-for-type", 1 },
        { Goods, "titleField: name", "titleField: nane", "pack.unknown-field", 0 },
        { Goods, "key: [name]", "key: [nam]", "pack.unknown-field", 0 },
        { Goods, "key: [name]", "key: []", "pack.out-of-range", 0 },
        { Goods, "key: [name]", "key: [name]\nregionField: price", "pack.wrong-field-type", 1 },
        { Goods, "key: [name]", "key: [name]\nsubjectField: name", "pack.wrong-field-type", 1 },
        { Goods, "key: [name]", "key: [name]\nsubjectField: house", "pack.not-persons", int.MinValue },
        { Goods, "key: [name]", "key: [name]\nopen: true", "pack.nothing-open", 1 },
        { Goods, "idPrefix: g", "idPrefix: hs", "pack.duplicate-name", int.MinValue },
        { Goods, "- name: kind", "- name: name", "pack.duplicate-name", 0 },
        { Goods, "- name: kind", "- name: recordedAt", "pack.bad-name", 0 },
        { Goods, "zh: 种类", "zh: 名称", "pack.duplicate-header", -1 },
        { Goods, "scale: 2", "privacy: sealed", "pack.sealed-without-person", 0 },
        { Goods, "key: [name]\nfields:\n  - name: name",
            "key: [name]\ndefaultSort: name\nfields:\n  - privacy: sealed\n    name: name", "pack.sealed-sort", 1 },
        { Goods, "    codeList: kind", "    codeList: kind\n    derivedFrom: name", "pack.wrong-field-type", 1 },
        { Goods, "values: { name: 米, price: '3.20' }", "values: { price: '3.20' }", "pack.wrong-example", -1 },
        { Goods, "values: { name: 米, price: '3.20' }", "values: { name: 米, prize: '3.20' }", "pack.unknown-field", 0 },
        { Goods, "values: { name: 米, price: '3.20' }",
            "values: { name: 米 }\n    fault: { field: name, code: registries.field.required }", "pack.no-good-example",
            -1 },
        { Goods, "key: [name]", Matching.Replace("[name.pinyin]", "[nam.pinyin]"), "pack.unknown-field", 3 },
        { Goods, "key: [name]", Matching.Replace("[name.pinyin]", "[price.year]"), "pack.wrong-field-type", 3 },
        { Goods, "key: [name]", Matching.Replace("[name.pinyin]", "[name.sound]"), "pack.bad-text", 3 },
        { Goods, "key: [name]", Matching.Replace("by: name", "by: date"), "pack.wrong-field-type", 4 },
        { Goods, "key: [name]", Matching.Replace("by: name", "by: smell"), "pack.not-allowed", 4 },
        { Goods, "key: [name]", Matching.Replace("certain: []", "certain: [price]"), "pack.matching-not-indexed", 2 },
        { Goods, "key: [name]", Matching.Replace("review: 70", "review: 95"), "pack.min-above-max", 6 },
        { Goods, "key: [name]\nfields:\n  - name: name",
            Matching + "\nfields:\n  - privacy: sealed\n    name: name", "pack.sealed-likeness", 3 },
        { Goods, "key: [name]", Sources.Replace("code: tax", "code: trade"), "pack.duplicate-code", 3 },
        { Goods, "key: [name]", Sources.Replace("code: tax,", "code: tax, unit: 税务局,"), "pack.bad-text", 3 },
        { Goods, "key: [name]", Sources.Replace("[price]", "[prize]"), "pack.unknown-field", 5 },
        { Goods, "key: [name]", Sources.Replace("[trade, tax]", "[trade, taxes]"), "pack.unknown-source", 5 },
        { Goods, "key: [name]", Sources.Replace("[name], otherwise", "[price], otherwise"),
            "pack.duplicate-authority", 6 },
        { Goods, "key: [name]", Sources.Replace("recent", "loudest"), "pack.not-allowed", 7 },
        { Goods, "key: [name]", "key: [name]\nsurvivorship: recent", "pack.no-sources", 1 },
        { Goods, "key: [name]", Relation.Replace("field: house", "field: hose"), "pack.unknown-field", 5 },
        { Goods, "key: [name]", Relation.Replace("field: house", "field: kind"), "pack.relation-target", 5 },
        { Goods, "key: [name]", Relation, "pack.relation-not-indexed", 5 },
        { Goods, "key: [name]", Relation.Replace("\n    field: house", ""), "pack.relation-way", 2 },
        { Goods, "key: [name]", Linked.Replace("register: goods", "register: gods"), "pack.unknown-reference", 5 },
        { Goods, "key: [name]", Linked.Replace("from: house", "from: hous"), "pack.unknown-field", 5 },
        { Goods, "key: [name]", Linked, "pack.relation-target", 5 },
        { Goods, "key: [name]", Linked.Replace("to: house", "to: house, share: name"), "pack.wrong-field-type", 5 },
        { Goods, "key: [name]", Relation.Replace("field: house", "field: house\n    acyclic: true"),
            "pack.relation-acyclic", 6 },
        { Kinds, "code: '2'", "code: '1'", "pack.duplicate-code", 0 },
        { Kinds, "code: '2'", "code: 2", "pack.wrong-type", 0 },
        { Kinds, "en: Oil", "en: Oil, from: '2020-02-30'", "pack.bad-day", 0 },
        { Kinds, "en: Oil", "en: Oil, from: '2021-01-01', to: '2020-01-01'", "pack.min-above-max", 0 },
        { Kinds, "items:\n  - { code: '1', zh: 粮, en: Grain }\n  - { code: '2', zh: 油, en: Oil }", "items: []",
            "pack.out-of-range", 0 },
        { Story, "verb: list", "verb: lists", "pack.not-allowed", 0 },
        { Story, "register: goods", "register: good", "pack.unknown-reference", 0 },
        { Story, "{ count: 0 }", "{ cuont: 0 }", "pack.unknown-key", 0 },
        { Story, "verb: list\n    args: { register: goods }",
            "verb: import\n    args: { register: goods, file: gone.csv }", "pack.missing-file", 1 },
        { Story, "    verb: list", "    waiting: geo\n    verb: list", "pack.unknown-key", 1 },
        { Story, "verb: list\n    args: { register: goods }\n    expect: { count: 0 }", "waiting: magic",
            "pack.not-allowed", 0 },
        { Story, "    expect: { count: 0 }", "", "pack.missing-key", -3 },
    };

    [Fact]
    public void A_register_that_declares_relations_is_good()
    {
        using var pack = new FaultyPack();
        pack.Spoil(Goods, "key: [name]", Relation);
        pack.Spoil(Goods, "target: street:house", "target: street:house\n    indexed: true");
        Assert.Empty(pack.Load().Faults);
    }

    [Theory]
    [MemberData(nameof(Spoilt))]
    public void Is_told_with_its_line(string file, string good, string bad, string code, int below)
    {
        using var pack = new FaultyPack();
        var line = pack.Spoil(file, good, bad) + below;
        var faults = pack.Load().Faults.Where(f => f.Code == code).ToList();
        var told = string.Join('\n', pack.Load().Faults);
        Assert.True(faults.Count > 0, $"expected {code}, told: {told}");
        var fault = faults.FirstOrDefault(f => f.File == file) ?? faults[0];
        if (below != int.MinValue) Assert.True(faults.Any(f => f.File == file && f.Line == line),
            $"expected line {line}, told: {told}");
        Assert.Matches(@"\.$", fault.What);
        Assert.Matches(@"[.?]$", fault.Mend);
    }

    [Fact]
    public void The_unspoilt_pack_is_good()
    {
        using var pack = new FaultyPack();
        Assert.Empty(pack.Load().Faults);
    }

    [Fact]
    public void A_register_that_declares_matching_is_good()
    {
        using var pack = new FaultyPack();
        pack.Spoil(Goods, "key: [name]", Matching);
        Assert.Empty(pack.Load().Faults);
    }

    [Fact]
    public void A_register_that_declares_sources_is_good()
    {
        using var pack = new FaultyPack();
        pack.Spoil(Goods, "key: [name]", Sources);
        Assert.Empty(pack.Load().Faults);
    }

    [Fact]
    public void The_known_key_that_was_meant_is_named()
    {
        using var pack = new FaultyPack();
        pack.Spoil(Goods, "titleField:", "titelField:");
        var load = pack.Load();
        Assert.Contains(load.Faults, f =>
            f is { Code: "pack.unknown-key", Line: 5, Column: 1, Mend: "Did you mean 'titleField'?" });
        Assert.Null(load.Packs);
    }

    [Fact]
    public void All_are_told_at_once()
    {
        using var pack = new FaultyPack();
        pack.Spoil(Pack, "owner:", "ownr:");
        pack.Spoil(Goods, "titleField: name", "titleField: nane");
        pack.Spoil(Goods, "type: code\n", "type: cod\n");
        pack.Spoil(Goods, "min: '0'", "min: '101'");
        pack.Spoil(Goods, "target: street:house", "target: street:hose");
        pack.Spoil(Kinds, "code: '2'", "code: '1'");
        pack.Spoil(Story, "count: 0", "count: none");
        pack.Write("shop/registers/more.yaml", "title: x");
        pack.Write("street/pack.yaml", "id: [");
        var codes = pack.Load().Faults.Select(f => f.Code).ToHashSet();
        Assert.Superset(new HashSet<string>
        {
            "pack.unknown-key", "pack.missing-key", "pack.unknown-field", "pack.not-allowed", "pack.min-above-max",
            "pack.unknown-reference", "pack.duplicate-code", "pack.wrong-type", "pack.unknown-folder",
                "pack.yaml-syntax",
        }, codes);
    }

    [Fact]
    public void Two_double_keys_are_two_faults()
    {
        using var pack = new FaultyPack();
        pack.Spoil(Pack, "uses: [street]", "uses: [street]\nuses: { deep: [1, { a: 2 }] }\nowner: x");
        Assert.Equal([6, 7], pack.Load().Faults.Where(f => f.Code == "pack.duplicate-key").Select(f => f.Line));
    }

    [Fact]
    public void A_use_must_be_declared()
    {
        using var pack = new FaultyPack();
        pack.Spoil(Pack, "uses: [street]", "uses: []");
        Assert.Contains(pack.Load().Faults, f => f is { Code: "pack.use-not-declared", File: Goods, Line: 25 });
    }

    [Fact]
    public void Uses_may_not_go_round()
    {
        using var pack = new FaultyPack();
        pack.Spoil("street/pack.yaml", "uses: []", "uses: [shop]");
        var rings = pack.Load().Faults.Where(f => f.Code == "pack.cyclic-uses").ToList();
        Assert.Equal(2, rings.Count);
        Assert.Contains("shop → street → shop", rings[0].What);
    }

    [Fact]
    public void A_row_has_one_carrier()
    {
        using var pack = new FaultyPack();
        pack.Spoil(Pack, "uses:", "carries: [7]\nuses:");
        pack.Spoil("street/pack.yaml", "uses:", "carries: [7]\nuses:");
        Assert.Contains(pack.Load().Faults, f => f is { Code: "pack.carried-twice", Line: 5 });
    }

    [Fact]
    public void Strings_come_in_both_languages()
    {
        using var pack = new FaultyPack();
        pack.Write("shop/strings/zh-CN.yaml", "hello: 您好\nbye: 再见");
        pack.Write("shop/strings/en.yaml", "hello: Hello");
        Assert.Contains(pack.Load().Faults, f => f is { Code: "pack.missing-string", File: "shop/strings/en.yaml" });
    }
}

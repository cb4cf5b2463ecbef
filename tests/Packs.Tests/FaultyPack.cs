using Lingnan.PackKit;
using Lingnan.Testing;

namespace Lingnan.Packs.Tests;

/// <summary>A small good pack in a folder of its own, in which a test spoils one thing.</summary>
internal sealed class FaultyPack : IDisposable
{
    public const string Manifest = """
        id: shop
        title: { zh: 商店, en: Shop }
        summary: { zh: 一家商店, en: A shop }
        owner: { zh: 商务局, en: Commerce bureau }
        uses: [street]
        """;

    public const string Register = """
        title: { zh: 货物, en: Goods }
        summary: { zh: 一行一件, en: A row is a thing }
        owner: { zh: 商务局, en: Commerce bureau }
        idPrefix: g
        titleField: name
        key: [name]
        fields:
          - name: name
            title: { zh: 名称, en: Name }
            type: text
            required: true
          - name: kind
            title: { zh: 种类, en: Kind }
            type: code
            codeList: kind
          - name: price
            title: { zh: 价格, en: Price }
            type: number
            scale: 2
            min: '0'
            max: '100'
          - name: house
            title: { zh: 门牌, en: House }
            type: reference
            target: street:house
        examples:
          - title: 好的
            values: { name: 米, price: '3.20' }
        """;

    public const string CodeList = """
        title: { zh: 种类, en: Kinds }
        source: Own list
        items:
          - { code: '1', zh: 粮, en: Grain }
          - { code: '2', zh: 油, en: Oil }
        """;

    public const string Scenario = """
        steps:
          - title: { zh: 列出, en: List }
            verb: list
            args: { register: goods }
            expect: { count: 0 }
        """;

    private readonly TempFolder _temp = new();

    public FaultyPack()
    {
        Write("shop/pack.yaml", Manifest);
        Write("shop/README.md", "# Shop");
        Write("shop/registries/goods.yaml", Register);
        Write("shop/codelists/kind.yaml", CodeList);
        Write("shop/scenario.yaml", Scenario);
        Write("street/pack.yaml", Manifest.Replace("shop", "street").Replace("uses: [street]", "uses: []"));
        Write("street/README.md", "# Street");
        Write("street/registries/house.yaml",
            Register.Replace("idPrefix: g", "idPrefix: hs").Replace("codeList: kind", "codeList: colour")
            .Replace("street:house", "house"));
        Write("street/codelists/colour.yaml", CodeList);
    }

    public string Folder => _temp.Path;

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_temp[path])!);
        File.WriteAllText(_temp[path], text);
    }

    public void WriteBytes(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_temp[path])!);
        File.WriteAllBytes(_temp[path], bytes);
    }

    /// <summary>Replaces a text that must be there; tells the line it is on.</summary>
    public int Spoil(string path, string good, string bad)
    {
        var text = File.ReadAllText(_temp[path]);
        var at = text.IndexOf(good, StringComparison.Ordinal);
        Assert.True(at >= 0, $"'{good}' is not in {path}.");
        File.WriteAllText(_temp[path], text[..at] + bad + text[(at + good.Length)..]);
        return 1 + text[..at].Count(c => c == '\n');
    }

    public PackLoad Load() => Project.Load(_temp.Path);

    public void Dispose() => _temp.Dispose();
}

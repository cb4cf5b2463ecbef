using System.Globalization;
using System.Text.Json;

namespace Lingnan.Bench.Catalogue;

/// <summary>Resources as bureaus of three towns would report them, the same each time, and questions about
/// them.</summary>
internal static class SampleResources
{
    /// <summary>Towns that report.</summary>
    public static readonly string[] Towns = ["990100001", "990100002", "990100003"];

    private static readonly (string Zh, string En)[] Bureaus =
    [
        ("教育局", "Education bureau"), ("卫生健康局", "Health bureau"), ("公安局", "Police bureau"),
        ("民政局", "Civil affairs bureau"), ("交通运输局", "Transport bureau"), ("水务局", "Water bureau"),
        ("市场监督管理局", "Market supervision bureau"), ("生态环境局", "Environment bureau"),
        ("农业农村局", "Agriculture bureau"), ("应急管理局", "Emergency bureau"), ("自然资源局", "Natural resources bureau"),
        ("住房和城乡建设局", "Housing bureau"), ("文化广电旅游体育局", "Culture bureau"), ("人力资源和社会保障局", "Labour bureau"),
    ];

    private static readonly (string Zh, string En)[] Subjects =
    [
        ("学校", "school"), ("医院", "hospital"), ("桥梁", "bridge"), ("水库", "reservoir"), ("食品经营", "food business"),
        ("危险化学品", "hazardous chemicals"), ("公交线路", "bus route"), ("出租屋", "rented home"), ("排污口", "sewage outfall"),
        ("养老机构", "old people's home"), ("幼儿园", "kindergarten"), ("图书馆", "library"), ("文物", "monument"),
        ("耕地", "farmland"), ("不动产", "real estate"), ("社会保险", "social insurance"), ("特种设备", "special equipment"),
        ("建筑工地", "building site"), ("垃圾收运", "waste collection"), ("空气质量", "air quality"), ("停车场", "car park"),
        ("人才补贴", "grant for talents"), ("药品零售", "pharmacy"), ("防汛物资", "flood stores"), ("志愿服务", "volunteers"),
    ];

    private static readonly (string Zh, string En)[] Kinds =
    [
        ("名录", "list"), ("许可信息", "licences"), ("检查记录", "inspections"), ("统计月报", "monthly figures"),
        ("处罚信息", "penalties"), ("监测数据", "readings"), ("备案信息", "filings"), ("台账", "ledger"),
        ("分布图层", "map layer"), ("投诉处理", "complaints"),
    ];

    private static readonly string[] Shares = ["unconditional", "conditional"];
    private static readonly string[] Cycles = ["daily", "weekly", "monthly", "quarterly", "yearly"];

    /// <summary>One resource: what the peer's table is made of, too.</summary>
    public sealed record Sample(
        string Title, string English, string Bureau, string BureauEnglish, string Summary, string Share, string Cycle,
        string Town, string[] Items);

    public static Sample Of(int number)
    {
        var bureau = Bureaus[number % Bureaus.Length];
        var subject = Subjects[number / 3 % Subjects.Length];
        var kind = Kinds[number / 7 % Kinds.Length];
        var no = number.ToString(CultureInfo.InvariantCulture);
        return new Sample(
            $"{subject.Zh}{kind.Zh}{no}", $"{subject.En} {kind.En} {no}", bureau.Zh, bureau.En,
            $"由{bureau.Zh}采集的{subject.Zh}{kind.Zh}，供各部门核查与统计使用。", Shares[number / 5 % 2],
            Cycles[number / 11 % Cycles.Length], Towns[number % Towns.Length],
            [subject.Zh + "名称", subject.Zh + "编号", "所在区划", "登记日期", kind.Zh + "状态"]);
    }

    /// <summary>What a town reports, one line for each resource.</summary>
    public static IEnumerable<string> Lines(int town, int count)
    {
        for (var i = town; i < count; i += Towns.Length)
        {
            var s = Of(i);
            yield return JsonSerializer.Serialize(new
            {
                position = i + 1, code = $"2{i % 12 + 1:00}001/{i / 12 + 1:000000}", state = "published",
                description = new
                {
                    classification = $"2{i % 12 + 1:00}001", title = new { zh = s.Title, en = s.English },
                    summary = new { zh = s.Summary, en = s.Summary },
                    provider = new { zh = s.Bureau, en = s.BureauEnglish }, providerCode = "11441900007330600E",
                    formats = new[] { "database" }, share = s.Share, shareCondition = "按需共享", shareMethod = "platform",
                    open = "none", cycle = s.Cycle, related = Array.Empty<string>(), keywords = Array.Empty<string>(),
                    items = s.Items.Select((title, n) => new
                    {
                        name = $"f{n}", title = new { zh = title, en = title }, type = "text", share = s.Share,
                        open = "none", privacy = "internal",
                    }),
                },
            }, JsonSerializerOptions.Web);
        }
    }

    /// <summary>A question: two in Chinese to one in English, every other one with a chosen facet.</summary>
    public static (string Text, string? Share) Question(long number)
    {
        var subject = Subjects[number * 7 % Subjects.Length];
        var kind = Kinds[number * 3 % Kinds.Length];
        var text = (number % 6) switch
        {
            0 => $"{subject.En} {kind.En}",
            1 => $"{subject.Zh}{kind.Zh}",
            2 => subject.Zh,
            3 => $"{Bureaus[number % Bureaus.Length].Zh} {kind.Zh}",
            4 => subject.En,
            _ => $"{subject.Zh} {Bureaus[number % Bureaus.Length].Zh}",
        };
        return (text, number % 2 == 0 ? Shares[number / 2 % 2] : null);
    }
}

using System.Globalization;
using System.Text;

namespace Lingnan.PackKit.Plans;

/// <summary>Writes <c>docs/systems.md</c>.</summary>
public static class SystemsDocument
{
    private const string Head = """
        # The account of the plans · 规划账本

        Generated; do not edit. The rows are `docs/systems/rows.csv`; the states are computed: `proved` = the pack's
        story runs to its end in the tests, `declared` = what carries it is there, some steps wait, `open` = nothing
        carries it yet, `indicator` = a target that is measured, `declined` = not built on purpose, see the end.

        本表由程序生成，请勿手改。状态：`proved` 业务包的情节在测试中全部走通；`declared` 承载者已在，部分步骤待其他能力；
        `open` 尚无承载者；`indicator` 是考核指标，不是系统；`declined` 有意不建，见文末说明。


        """;

    /// <summary>The whole text.</summary>
    public static string Write(IReadOnlyList<PlanAccountRow> account)
    {
        var text = new StringBuilder(Head.ReplaceLineEndings("\n"));
        var counts = account.CountBy(r => r.State).ToDictionary();
        text.Append(string.Join(" · ", Enum.GetValues<PlanState>().Select(s =>
            string.Create(CultureInfo.InvariantCulture, $"{Name(s)} {counts.GetValueOrDefault(s)}"))));
        text.Append(CultureInfo.InvariantCulture,
            $" · {account.Count} in all\n\n| no | 中文 | English | carried by | state |\n|--:|---|---|---|---|\n");
        foreach (var (row, state) in account)
        {
            var (zh, en, carrier) = (Cell(row.Title.Zh), Cell(row.Title.En), Cell(Carrier(row.CarriedBy)));
            text.Append(CultureInfo.InvariantCulture, $"| {row.No} | {zh} | {en} | {carrier} | {Name(state)} |\n");
        }
        text.Append("\n## Declined · 不建的系统\n\n");
        foreach (var (row, _) in account.Where(r => r.State == PlanState.Declined))
            text.Append(CultureInfo.InvariantCulture, $"- **{row.No} {row.Title.Zh}** ({row.Title.En}): {row.Note}.\n");
        return text.ToString();
    }

    /// <summary>The state as the document names it.</summary>
    public static string Name(PlanState state) => state switch
    {
        PlanState.Proved => "proved",
        PlanState.Declared => "declared",
        PlanState.Open => "open",
        PlanState.Indicator => "indicator",
        _ => "declined",
    };

    private static string Carrier(string carrier) =>
        carrier is "indicator" or "declined" ? "–" : carrier.Replace(':', ' ');

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}

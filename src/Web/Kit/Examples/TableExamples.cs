namespace Lingnan.Web.Kit.Examples;

internal static class TableExamples
{
    private static readonly Column<(string Name, int Rows)>[] Columns =
    [
        new("登记库", r => r.Name),
        new("记录数", r => r.Rows.ToString(System.Globalization.CultureInfo.InvariantCulture), true),
    ];

    public static IReadOnlyList<Example> All { get; } =
    [
        Example.Of<DataTable<(string Name, int Rows)>>("two rows",
            ("Caption", "登记库"), ("Columns", Columns), ("Items", new[] { ("人员", 1000), ("住户", 380) })),
        Example.Of<DataTable<(string Name, int Rows)>>("text that looks like markup and a rare character",
            ("Caption", "登记库"), ("Columns", Columns), ("Items", new[] { ("<b>𠮷·买买提</b>", 1) })),
        Example.Of<DescriptionList>("facts, one of them empty",
            ("Facts", new Fact[] { new("姓名", "阿依古丽·买买提"), new("联系电话", (string?)null) })),
    ];
}

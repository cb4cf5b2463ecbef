namespace Lingnan.Web.Kit.Examples;

internal static class MessageExamples
{
    public static IReadOnlyList<Example> All { get; } =
    [
        .. Enum.GetValues<Tone>().Select(tone => Example.Of<Notice>(
            $"notice, {tone}", ("Tone", tone), ("Title", "演示数据已重置"), ("ChildContent", Example.Text("请重新选择一个身份进入。")))),
        .. Enum.GetValues<Tone>()
        .Select(tone => Example.Of<Tag>($"tag, {tone}", ("Tone", tone), ("ChildContent", Example.Text("已验证")))),
        Example.Of<EmptyState>("with a way on", ("Title", "还没有登记库"),
            ("ChildContent", Example.Text("添加业务包后自动出现在这里。")), ("Action", Example.Text("查看说明"))),
        Example.Of<EmptyState>("title alone", ("Title", "没有相符的记录")),
    ];
}

namespace Lingnan.Web.Kit.Examples;

internal static class NavigationExamples
{
    public static IReadOnlyList<Example> All { get; } =
    [
        Example.Of<Breadcrumb>("three steps deep",
            ("Steps", new Crumb[] { new("首页", "/"), new("数据目录", "/catalog"), new("人员") })),
        Example.Of<Breadcrumb>("on the first level", ("Steps", new Crumb[] { new("首页", "/"), new("登录") })),
        Example.Of<PageHead>("title, lead and a button",
            ("Title", "数据目录"), ("Lead", "全市登记库一览。"), ("ChildContent", Example.Text("下载"))),
        Example.Of<PageHead>("title alone", ("Title", "网站地图")),
        Example.Of<Button>("primary", ("Kind", ButtonKind.Primary), ("ChildContent", Example.Text("登录"))),
        Example.Of<Button>("secondary link", ("Href", "/catalog"), ("ChildContent", Example.Text("浏览数据目录"))),
        Example.Of<Button>("danger", ("Kind", ButtonKind.Danger), ("ChildContent", Example.Text("立即重置"))),
        Example.Of<Button>("plain", ("Kind", ButtonKind.Plain), ("Href", "/"), ("ChildContent", Example.Text("显示全部"))),
        Example.Of<Pager>(
            "in the middle", ("Previous", "/systems?page=1"), ("Next", "/systems?page=3"), ("Text", "第 2 页，共 11 页")),
        Example.Of<Pager>("at the beginning", ("Next", "/systems?page=2")),
    ];
}

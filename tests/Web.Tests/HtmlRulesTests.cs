namespace Lingnan.Web.Tests;

/// <summary>Each rule finds the fault it is for.</summary>
public sealed class HtmlRulesTests
{
    [Theory]
    [InlineData("<p id=a></p><p id=a></p>", "id twice")]
    [InlineData("<label for=x>姓名</label>", "label of nothing")]
    [InlineData("<input id=x>", "no label")]
    [InlineData("<p aria-describedby=x></p>", "described by nothing")]
    [InlineData("<a href=/></a>", "no words")]
    [InlineData("<a>首页</a>", "link to nowhere")]
    [InlineData("<img src=/a.svg>", "no alternative text")]
    [InlineData("<table><tr><td>1</table>", "no caption")]
    [InlineData("<table><caption>表</caption><tr><th>列</table>", "no scope")]
    [InlineData("<nav></nav>", "no label")]
    [InlineData("<form method=post></form>", "no action")]
    [InlineData("<script>1</script>", "not allowed")]
    [InlineData("<p style='color:red'>红</p>", "has style")]
    [InlineData("<button onclick='f()'>按</button>", "has onclick")]
    public void A_fault_is_found(string html, string fault) =>
        Assert.Contains(HtmlRules.Faults(HtmlRules.Parse(html)), f => f.Contains(fault, StringComparison.Ordinal));

    [Theory]
    [InlineData("<h1>一</h1><h1>二</h1>", "2 main headings")]
    [InlineData("<img alt='' src='https://example.org/a.png'>", "leaves the host")]
    public void A_fault_of_a_page_is_found(string html, string fault) =>
        Assert.Contains(HtmlRules.PageFaults(HtmlRules.Parse(html)), f => f.Contains(fault, StringComparison.Ordinal));

    [Fact]
    public void Good_html_has_no_fault() => Assert.Empty(HtmlRules.Faults(HtmlRules.Parse(
        "<form method=post action=/x><label for=n>姓名</label><input id=n aria-describedby=h><p id=h>同证件</p><button>好</button></form>")));
}

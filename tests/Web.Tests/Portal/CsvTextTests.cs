using System.Text;
using Lingnan.Web.Portal.Features;

namespace Lingnan.Web.Tests.Portal;

public sealed class CsvTextTests
{
    [Theory]
    [InlineData("人民路12号", "人民路12号")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("他说\"好\"", "\"他说\"\"好\"\"\"")]
    [InlineData("两\n行", "\"两\n行\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("-12.5", "-12.5")]
    [InlineData("-cmd", "'-cmd")]
    [InlineData("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"")]
    [InlineData(null, "")]
    public void A_cell_is_written_so_that_no_sheet_runs_it(string? value, string written)
    {
        var text = new StringBuilder();
        CsvText.Append(text, [value]);
        Assert.Equal(written + "\r\n", text.ToString());
    }
}

using static Lingnan.Registries.Tests.Import.ReaderTests;

namespace Lingnan.Registries.Tests.Import;

public sealed class WorkbookTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rows_are_read_whether_or_not_the_program_numbered_them(bool withReferences)
    {
        var (reader, rows) = await ReadAsync(
            Workbooks.Of(withReferences, ["name", "address"], ["张三", "莞城"], ["李四", "东城"]));
        Assert.Equal("xlsx", reader.Format);
        Assert.Equal(["name", "address"], reader.Headers);
        Assert.Equal([(2L, "张三|莞城"), (3L, "李四|东城")], rows.Select(Flat));
    }

    [Fact]
    public async Task Cells_become_the_text_that_people_see()
    {
        var file = Workbooks.Raw(
            """
            <row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c><c r="D1" t="str"><v>birth</v></c><c r="E1" t="str"><v>number</v></c><c r="F1" t="str"><v>mobile</v></c></row>
            <row r="4"><c r="A4" t="s"><v>2</v></c><c r="C4"><v>1.2300000000000001E2</v></c><c r="D4" s="1"><v>36526</v></c><c r="E4"><v>4.4190019900101004E17</v></c><c r="F4"><f>1+1</f><v>13800138000</v></c></row>
            <row r="5"><c r="A5" t="e"><v>#N/A</v></c></row>
            """, "name", "height", "张三");
        var (reader, rows) = await ReadAsync(file);
        Assert.Equal(["name", "", "height", "birth", "number", "mobile"], reader.Headers);
        Assert.Equal(
            ["张三", null, "123", "2000-01-01", "13800138000"],
            new[] { 0, 1, 2, 3, 5 }.Select(i => rows[0].Cells[i].Text));
        Assert.Equal("registries.import.lost-digits", rows[0].Cells[4].Fault?.Code);
        Assert.Equal(4, rows[0].Line);
        Assert.Equal("registries.import.cell-error", rows[1].Cells[0].Fault?.Code);
    }

    [Theory]
    [InlineData("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>99</v></c></row>")]
    [InlineData("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>99999999999999</v></c></row>")]
    [InlineData("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>-1</v></c></row>")]
    [InlineData("<row r=\"99999999999999999999\"><c r=\"A1\" t=\"str\"><v>a</v></c></row>")]
    [InlineData("<row r=\"x\"><c r=\"A1\" t=\"str\"><v>a</v></c></row>")]
    [InlineData("<row r=\"1\"><c r=\"A1\" t=\"nonsense\"><v>a</v></c></row>")]
    [InlineData("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>a</v></c></row><row r=\"3\"><c r=\"A3\" t=\"str\"><v>b</v></c></row><row r=\"3\"><c r=\"A3\" t=\"str\"><v>c</v></c></row>")]
    [InlineData("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>a</v></c></row><row r=\"3\"><c r=\"A3\" t=\"str\"><v>b</v></c></row><row r=\"2\"><c r=\"A2\" t=\"str\"><v>c</v></c></row>")]
    public async Task A_workbook_that_no_program_writes_is_refused_and_no_row_of_it_lost(string sheet) =>
        await FaultAsync("registries.import.broken-workbook", new MemoryStream(Workbooks.Raw(sheet)));

    [Fact]
    public async Task A_workbook_cut_off_anywhere_is_refused()
    {
        var whole = Workbooks.Of([["name"], .. Enumerable.Range(0, 300).Select(i => new[] { $"张{i}" })]);
        for (var length = 3; length < whole.Length; length += Math.Max(1, whole.Length / 40))
            await FaultAsync("registries.import.broken-workbook", new MemoryStream(whole[..length]));
    }

    [Fact]
    public async Task A_zip_bomb_is_refused_before_it_unpacks()
    {
        var bomb = Workbooks.Bomb(300);
        Assert.InRange(bomb.Length, 0, 1 << 20);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await FaultAsync("registries.import.workbook-bomb", new MemoryStream(bomb));
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 16L << 20);
    }

    [Fact]
    public async Task Any_byte_changed_gives_rows_or_a_clear_refusal()
    {
        var whole = Workbooks.Of(["name", "address"], ["张三", "莞城"], ["李四", "东城"]);
        for (var at = 0; at < whole.Length; at += 3)
        {
            var file = whole.ToArray();
            file[at] ^= 0x55;
            try
            {
                await ReadAsync(file);
            }
            catch (Lingnan.Registries.Import.TableFault fault)
            {
                Assert.StartsWith("registries.import.", fault.Error.Code, StringComparison.Ordinal);
            }
        }
    }
}

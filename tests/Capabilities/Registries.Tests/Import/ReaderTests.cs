using System.Diagnostics;
using System.Text;
using Lingnan.Kernel;
using Lingnan.Registries.Import;

namespace Lingnan.Registries.Tests.Import;

public sealed class ReaderTests
{
    private static readonly Encoding Gb18030 = Gb();

    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("gb18030", false)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    public async Task A_csv_reads_the_same_in_every_encoding(string name, bool hasMark)
    {
        var encoding = name switch { "gb18030" => Gb18030, "utf-16" => Encoding.Unicode,
            "utf-16BE" => Encoding.BigEndianUnicode, _ => Encoding.UTF8 };
        var text = "name,address\r\n张三,莞城街道\r\n李𠮷,\"东城\r\n街道\"\r\n王五,南城\r\n";
        byte[] file = [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)];
        var (reader, rows) = await ReadAsync(file);
        Assert.Equal(["name", "address"], reader.Headers);
        Assert.Equal([(2L, "张三|莞城街道"), (3L, "李𠮷|东城\r\n街道"), (5L, "王五|南城")], rows.Select(Flat));
    }

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData('|')]
    public async Task The_delimiter_is_found(char delimiter)
    {
        var (reader, rows) = await ReadAsync(Encoding.UTF8.GetBytes($"name{delimiter}address\n张三{delimiter}莞城\n"));
        Assert.Equal(delimiter.ToString(), reader.Delimiter);
        Assert.Equal(["张三|莞城"], rows.Select(r => Flat(r).Item2));
    }

    [Fact]
    public async Task A_utf8_line_in_a_gb18030_file_is_a_fault_and_not_other_characters()
    {
        byte[] file = [.. Gb18030.GetBytes("name,address\n张三,莞城街道\n李四,东城街道\n"), .. Encoding.UTF8.GetBytes("王五,南城街道办\n"),
            .. Gb18030.GetBytes("赵六,万江街道\n")];
        var (reader, rows) = await ReadAsync(file);
        Assert.Equal("gb18030", reader.Encoding);
        Assert.Equal([null, null, "registries.import.mixed-encoding", null], rows.Select(r => r.Fault?.Code));
        Assert.Equal(4, rows[2].Line);
    }

    [Fact]
    public async Task A_gb18030_line_in_a_utf8_file_is_a_fault()
    {
        byte[] file = [.. Encoding.UTF8.GetBytes("name,address\n张三,莞城街道\n李四,东城街道\n"), .. Gb18030.GetBytes("王五,南城街道\n"),
            .. Encoding.UTF8.GetBytes("赵六,万江街道\n")];
        var (_, rows) = await ReadAsync(file);
        Assert.Equal([null, null, "registries.import.mixed-encoding", null], rows.Select(r => r.Fault?.Code));
    }

    [Fact]
    public async Task Too_few_and_too_many_cells_are_faults_of_their_row_alone()
    {
        var (_, rows) = await ReadAsync("name,address\n张三\n李四,东城,多\n王五,南城,,\n赵六,万江\n");
        Assert.Equal(
            ["registries.import.cell-count", "registries.import.cell-count", null, null],
            rows.Select(r => r.Fault?.Code));
    }

    [Fact]
    public async Task An_unclosed_quote_does_not_swallow_what_follows_unseen()
    {
        var (_, rows) = await ReadAsync("name,address\n张三,\"莞城\n李四,东城\n王五,南城\n");
        Assert.All(rows, r => Assert.NotNull(r.Fault));
        Assert.NotEmpty(rows);
    }

    [Fact]
    public async Task One_line_without_end_is_refused_in_constant_memory()
    {
        await FaultAsync("registries.import.record-too-long", new EndlessLine(8L << 20));
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var watch = Stopwatch.StartNew();
        var line = new EndlessLine(1L << 30);
        await FaultAsync("registries.import.record-too-long", line);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 64L << 20);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
        Assert.InRange(line.Delivered, 0, 64L << 20);
    }

    [Fact]
    public async Task One_json_line_without_end_is_refused_in_constant_memory()
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await FaultAsync("registries.import.record-too-long", new EndlessLine(1L << 30, "{\"name\":\"a"), "f.jsonl");
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 64L << 20);
    }

    [Theory]
    [InlineData("", "registries.import.empty")]
    [InlineData("\n\n \n", "registries.import.empty")]
    [InlineData("a,b\0c\n1,2\n", "registries.import.not-table")]
    [InlineData("\u001F\u008B\u0008xxxx", "registries.import.packed")]
    [InlineData("\u00D0\u00CF\u0011\u00E0\u00A1\u00B1", "registries.import.old-workbook")]
    [InlineData("PK\u0003\u0004nonsense", "registries.import.broken-workbook")]
    [InlineData("\u0089PNG\r\n\u001A\n\0\0\0\rIHDR", "registries.import.not-table")]
    [InlineData("%PDF-1.7\n%\u00E2\u00E3\u00CF\u00D3\n1 0 obj\n", "registries.import.not-table")]
    public Task What_is_no_table_is_said_to_be_none(string latin, string code) =>
        FaultAsync(code, new MemoryStream(Encoding.Latin1.GetBytes(latin)));

    [Fact]
    public async Task A_zero_byte_deep_in_a_text_is_refused()
    {
        var text = "name,address\n" + string.Concat(Enumerable.Range(0, 5000).Select(i => $"张三{i},莞城\n")) + "李\0四,东城\n";
        await FaultAsync("registries.import.not-table", new MemoryStream(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public async Task Headers_beyond_the_limit_are_refused() =>
        await FaultAsync(
            "registries.import.columns",
            new MemoryStream(Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Range(0, 501)) + "\n")));

    [Fact]
    public async Task A_json_line_tells_what_is_wrong_with_it()
    {
        var deep = new string('[', 200) + new string(']', 200);
        var (_, rows) = await ReadAsync(
            "{\"name\":\"张三\",\"height\":170.5}\n{\"nmae\":\"x\"}\n{\"name\":[1]}\n[1]\nnonsense\n{\"name\":" + deep
            + "}\n\n{\"name\":\"a\",\"name\":\"b\"}\n{\"name\":\"末\"}", "f.jsonl");
        Assert.Equal(
            [null, "registries.import.unknown-key", "registries.import.nested-json", "registries.import.bad-json",
                "registries.import.bad-json", "registries.import.bad-json", "registries.import.bad-json", null],
            rows.Select(r => r.Fault?.Code));
        Assert.Equal([1, 2, 3, 4, 5, 6, 8, 9], rows.Select(r => r.Line));
        Assert.Contains(rows[0].Cells, c => c.Text == "170.5");
    }

    internal static Task<(ITableReader Reader, List<TableRow> Rows)> ReadAsync(string text, string name = "f.csv") =>
        ReadAsync(Encoding.UTF8.GetBytes(text), name);

    internal static async Task<(ITableReader Reader, List<TableRow> Rows)> ReadAsync(byte[] file, string name = "f.csv")
    {
        await using var reader = await TableFiles.OpenAsync(
            new MemoryStream(file), name, Declared.People, CancellationToken.None);
        var rows = new List<TableRow>();
        await foreach (var row in reader.ReadAsync(CancellationToken.None)) rows.Add(row);
        return (reader, rows);
    }

    internal static (long, string) Flat(TableRow row) => (row.Line, string.Join('|', row.Cells.Select(c => c.Text)));

    internal static async Task<Error> FaultAsync(string code, Stream file, string name = "f.csv")
    {
        var fault = await Assert.ThrowsAsync<TableFault>(async () =>
        {
            await using var reader = await TableFiles.OpenAsync(file, name, Declared.People, CancellationToken.None);
            await foreach (var row in reader.ReadAsync(CancellationToken.None)) Assert.NotNull(row);
        });
        Assert.Equal(code, fault.Error.Code);
        return fault.Error;
    }

    private static Encoding Gb()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding("gb18030");
    }
}

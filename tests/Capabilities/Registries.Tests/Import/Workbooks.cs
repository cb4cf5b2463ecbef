using System.IO.Compression;
using System.Security;
using System.Text;

namespace Lingnan.Registries.Tests.Import;

/// <summary>Workbooks as real programs write them, down to what the format leaves to choice.</summary>
internal static class Workbooks
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// <summary>Rows of texts.</summary>
    public static byte[] Of(params string[][] rows) => Of(true, rows);

    /// <summary>Rows of texts; row numbers and cell references may be left out by the format.</summary>
    public static byte[] Of(bool withReferences, params string[][] rows) => Raw(string.Concat(rows.Select((row, r) =>
        $"<row{(withReferences ? $" r=\"{r + 1}\"" : "")}>" + string.Concat(row.Select((text, c) =>
            $"<c{(withReferences ? $" r=\"{(char)('A' + c)}{r + 1}\"" : "")} t=\"inlineStr\"><is><t>{SecurityElement.Escape(text)}</t></is></c>")) + "</row>")));

    /// <summary>A workbook whose only sheet holds this XML; shared texts and a second,
    /// date-styled cell format come with it.</summary>
    public static byte[] Raw(string sheetData, params string[] shared)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "[Content_Types].xml",
                """
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
                <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
                <Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
                <Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
                <Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>
                <Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>
                </Types>
                """);
            Add(zip, "_rels/.rels", Relations(("officeDocument", "xl/workbook.xml")));
            Add(
                zip, "xl/workbook.xml",
                $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Office}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
            Add(
                zip, "xl/_rels/workbook.xml.rels",
                Relations(
                    ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"),
                    ("sharedStrings", "sharedStrings.xml")));
            Add(
                zip, "xl/styles.xml",
                $"<styleSheet xmlns=\"{Main}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>");
            Add(
                zip, "xl/sharedStrings.xml",
                $"<sst xmlns=\"{Main}\">{string.Concat(shared.Select(s =>
                    $"<si><t>{SecurityElement.Escape(s)}</t></si>"))}</sst>");
            Add(
                zip, "xl/worksheets/sheet1.xml",
                $"<worksheet xmlns=\"{Main}\"><sheetData>{sheetData}</sheetData></worksheet>");
        }
        return file.ToArray();
    }

    /// <summary>A small file that unpacks to many times its size.</summary>
    public static byte[] Bomb(int megabytes)
    {
        using var file = new MemoryStream();
        file.Write(Of(["a"]));
        using (var zip = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            using var part = zip.CreateEntry("xl/media/nothing.bin").Open();
            var block = new byte[1 << 20];
            for (var i = 0; i < megabytes; i++) part.Write(block);
        }
        return file.ToArray();
    }

    private static string Relations(params (string Type, string Target)[] to) =>
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
        + string.Concat(to.Select((t,
            i) => $"<Relationship Id=\"rId{i + 1}\" Type=\"{Office}/{t.Type}\" Target=\"{t.Target}\"/>")) + "</Relationships>";

    private static void Add(ZipArchive zip, string name, string text)
    {
        using var part = zip.CreateEntry(name).Open();
        part.Write(Encoding.UTF8.GetBytes(text.Trim()));
    }
}

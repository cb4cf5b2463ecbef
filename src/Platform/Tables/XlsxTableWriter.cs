using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Lingnan.Platform.Tables;

/// <summary>
/// A workbook of one sheet of text cells, written straight into the zip: the packaging library keeps whole parts in
/// memory, and a register is larger than that. Rows beyond a sheet's limit go on in a next sheet.
/// </summary>
public sealed class XlsxTableWriter : ITableWriter
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006/";
    private const int SheetRowsMax = 1_048_576;

    private readonly string _name;
    private readonly IReadOnlyList<string> _headers;
    private readonly AwaitedStream _target;
    private readonly ZipArchive _zip;
    private Stream? _part;
    private XmlWriter? _sheet;
    private int _sheets;
    private int _row;

    private XlsxTableWriter(AwaitedStream target, ZipArchive zip, string name, IReadOnlyList<string> headers) =>
        (_target, _zip, _name, _headers) = (target, zip, name, headers);

    /// <summary>Begins a workbook whose sheets bear a name (letters, digits, hyphens) and each start with these
    /// headers.</summary>
    public static async Task<XlsxTableWriter> OpenAsync(
        Stream target, string name, IReadOnlyList<string> headers, CancellationToken cancellationToken)
    {
        var awaited = new AwaitedStream(target);
        var zip = await ZipArchive.CreateAsync(
            awaited, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, cancellationToken);
        var writer = new XlsxTableWriter(awaited, zip, name, headers);
        await writer.BeginSheetAsync(cancellationToken);
        return writer;
    }

    /// <inheritdoc />
    public async Task WriteAsync(IEnumerable<string> cells, CancellationToken cancellationToken)
    {
        if (_row == SheetRowsMax)
        {
            await EndSheetAsync();
            await BeginSheetAsync(cancellationToken);
        }
        await RowAsync(cells);
    }

    /// <inheritdoc />
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        await EndSheetAsync();
        await PartAsync("xl/workbook.xml", Workbook(), cancellationToken);
        await PartAsync("xl/_rels/workbook.xml.rels", Relationships(Enumerable.Range(1, _sheets)
            .Select(i => ($"r{i}", $"{Relations}/worksheet", $"worksheets/sheet{i}.xml"))), cancellationToken);
        await PartAsync(
            "_rels/.rels", Relationships([("r1", $"{Relations}/officeDocument", "xl/workbook.xml")]),
            cancellationToken);
        await PartAsync("[Content_Types].xml", ContentTypes(), cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_sheet is not null) await _sheet.DisposeAsync();
        if (_part is not null) await _part.DisposeAsync();
        await _zip.DisposeAsync();
        await _target.FlushAsync(CancellationToken.None);
        await _target.DisposeAsync();
    }

    private async Task BeginSheetAsync(CancellationToken cancellationToken)
    {
        _part = await _zip.CreateEntry($"xl/worksheets/sheet{++_sheets}.xml", CompressionLevel.Fastest)
            .OpenAsync(cancellationToken);
        _sheet = XmlWriter.Create(_part, new XmlWriterSettings { Async = true, CloseOutput = false });
        _row = 0;
        await _sheet.WriteStartDocumentAsync();
        await _sheet.WriteStartElementAsync(null, "worksheet", Main);
        await _sheet.WriteStartElementAsync(null, "sheetData", Main);
        await RowAsync(_headers);
    }

    private async Task RowAsync(IEnumerable<string> cells)
    {
        _row++;
        await _sheet!.WriteStartElementAsync(null, "row", Main);
        foreach (var cell in cells)
        {
            await _sheet.WriteStartElementAsync(null, "c", Main);
            await _sheet.WriteAttributeStringAsync(null, "t", null, "inlineStr");
            await _sheet.WriteStartElementAsync(null, "is", Main);
            await _sheet.WriteStartElementAsync(null, "t", Main);
            await _sheet.WriteAttributeStringAsync("xml", "space", null, "preserve");
            await _sheet.WriteStringAsync(SpreadsheetText.Harmless(cell));
            await _sheet.WriteEndElementAsync();
            await _sheet.WriteEndElementAsync();
            await _sheet.WriteEndElementAsync();
        }
        await _sheet.WriteEndElementAsync();
    }

    private async Task EndSheetAsync()
    {
        await _sheet!.WriteEndDocumentAsync();
        await _sheet.DisposeAsync();
        await _part!.DisposeAsync();
        (_sheet, _part) = (null, null);
    }

    private async Task PartAsync(string name, string xml, CancellationToken cancellationToken)
    {
        await using var part = await _zip.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(cancellationToken);
        await part.WriteAsync(
            Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + xml), cancellationToken);
    }

    private string Workbook()
    {
        var sheets = string.Concat(Enumerable.Range(1, _sheets).Select(
            i => string.Create(
                CultureInfo.InvariantCulture,
                $"<sheet name=\"{_name}{(i == 1 ? "" : i)}\" sheetId=\"{i}\" r:id=\"r{i}\"/>")));
        return $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Relations}\"><sheets>{sheets}</sheets></workbook>";
    }

    private static string Relationships(IEnumerable<(string Id, string Type, string Target)> relations) =>
        $"<Relationships xmlns=\"{Package}relationships\">"
        + string.Concat(relations.Select(r => $"<Relationship Id=\"{r.Id}\" Type=\"{r.Type}\" Target=\"{r.Target}\"/>"))
        + "</Relationships>";

    private string ContentTypes()
    {
        const string sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml";
        var sheets = string.Concat(Enumerable.Range(1, _sheets).Select(
            i => $"<Override PartName=\"/xl/worksheets/sheet{i}.xml\" ContentType=\"{sheet}.worksheet+xml\"/>"));
        return $"<Types xmlns=\"{Package}content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
            + $"<Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{sheet}.sheet.main+xml\"/>{sheets}</Types>";
    }
}

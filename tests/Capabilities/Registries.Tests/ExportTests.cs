using System.Text;
using System.Text.Json;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Export;
using Lingnan.Testing;
using static Lingnan.Registries.Contracts.RegistriesPermissions;

namespace Lingnan.Registries.Tests;

public class ExportTests
{
    [Theory, EachDatabase("csv"), EachDatabase("xlsx"), EachDatabase("jsonl")]
    public async Task Every_row_leaves_once_and_every_person_can_see_it(Engine engine, string format)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        const int people = 450;
        for (var i = 0; i < people; i++)
            await city.PutAsync(
                Declared.People, new { number = Declared.Number(i), name = "𠮷三" + i, address = "和平路" + i });
        city.Audit.Clear();

        var file = new MemoryStream();
        var rows = await city.Registers.ExportAsync(
            Declared.People, new() { Unmask = true, Filters = [new("name", "prefix", "𠮷")] }, format, file,
            RegisterCity.Root, RegisterCity.Purpose);

        Assert.Equal(people, rows.Value);
        var text = Text(format, file.ToArray());
        for (var i = 0; i < people; i++) Assert.Contains(Declared.Number(i), text, StringComparison.Ordinal);
        Assert.Contains("𠮷三449", text, StringComparison.Ordinal);
        var perPerson = city.Audit.Entries.Where(e => e.Action == "registries.record-exported").ToList();
        Assert.Equal(people, perPerson.Select(e => e.SubjectId).Distinct().Count());
        var whole = Assert.Single(city.Audit.Entries, e => e.Action == "registries.exported");
        Assert.Contains(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file.ToArray())), whole.DetailJson!,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_without_the_right_or_in_no_format_is_refused()
    {
        await using var city = await RegisterCity.CreateAsync(Engine.Sqlite);
        var file = new MemoryStream();
        Assert.Equal(
            "registries.export.forbidden",
            (await city.Registers.ExportAsync(
                Declared.People, new(), "csv", file, RegisterCity.Officer((Read, "")), null)).Error!.Code);
        Assert.Equal(
            "registries.export.format",
            (await city.Registers.ExportAsync(
                Declared.People, new(), "exe", file, RegisterCity.Root, null)).Error!.Code);
        Assert.Equal(
            "registries.read.forbidden",
            (await city.Registers.ExportAsync(
                Declared.People, new(), "csv", file, RegisterCity.Officer((RegistriesPermissions.Export, "")),
                null)).Error!.Code);
        Assert.Equal(0, file.Length);
        await city.PutAsync(Declared.People, new { number = Declared.Number(1), name = "张小三" });
        Assert.True((await city.Registers.ExportAsync(
            Declared.People, new(), "csv", file, RegisterCity.Officer((Read, ""), (RegistriesPermissions.Export, "")),
            null)).IsOk);
        var text = Encoding.UTF8.GetString(file.ToArray());
        Assert.Contains("张*三", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Declared.Number(1), text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+86", "'+86")]
    [InlineData("-5", "'-5")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\rx", "'\rx")]
    [InlineData("a=b", "a=b")]
    [InlineData("", "")]
    public void Formulas_are_made_harmless(string text, string cell) =>
        Assert.Equal(cell, Platform.Tables.SpreadsheetText.Harmless(text));

    [Fact]
    public async Task A_csv_quotes_what_needs_it_and_begins_with_its_mark()
    {
        await using var city = await RegisterCity.CreateAsync(Engine.Sqlite);
        await city.PutAsync(
            Declared.Divisions, new { code = "441900003", name = "=cmd|' /C calc'!A0", note = "一,\"二\"" });
        var file = new MemoryStream();
        await city.Registers.ExportAsync(Declared.Divisions, new(), "csv", file, RegisterCity.Root, null);
        var bytes = file.ToArray();
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        var text = Encoding.UTF8.GetString(bytes);
        Assert.Contains(",'=cmd|' /C calc'!A0,", text, StringComparison.Ordinal);
        Assert.EndsWith("\"一,\"\"二\"\"\"\r\n", text, StringComparison.Ordinal);
    }

    private static string Text(string format, byte[] file)
    {
        if (format == "jsonl")
            return string.Join('\n', Encoding.UTF8.GetString(file).TrimEnd().Split('\n')
                .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("values"))
                .Select(v => $"{v.GetProperty("number").GetString()} {v.GetProperty("name").GetString()}"));
        if (format == "csv") return Encoding.UTF8.GetString(file);
        using var document = SpreadsheetDocument.Open(new MemoryStream(file), false);
        Assert.Empty(new OpenXmlValidator().Validate(document));
        return document.WorkbookPart!.WorksheetParts.Single().Worksheet!.InnerText;
    }
}

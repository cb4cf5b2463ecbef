using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Lingnan.Platform.Storage;
using Lingnan.Testing;

namespace Lingnan.Registries.Tests.Import;

public sealed class ImportHttpTests
{
    private const string Imports = "/api/registries/test/person/imports";

    [Theory, EachDatabase]
    public async Task A_file_is_sent_as_body_or_as_form_and_answered_with_where_to_look(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(engine);
        using var clerk = city.As("import@");
        using var asBody = await clerk.PostAsync($"{Imports}?fileName=a.csv&dryRun=true", Csv());
        using var form = new MultipartFormDataContent
        {
            { new StringContent("x"), "other" }, { Csv(), "file", "表.csv" },
        };
        using var asForm = await clerk.PostAsync(Imports + "?reason=%E8%A1%A5%E5%BD%95", form);
        foreach (var (answer, name, isDry) in new[] { (asBody, "a.csv", true), (asForm, "表.csv", false) })
        {
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            var import = await GetAsync(clerk, answer.Headers.Location!.ToString());
            Assert.Equal(name, import.GetProperty("fileName").GetString());
            Assert.Equal("test:person", import.GetProperty("register").GetString());
            Assert.Equal(isDry, import.GetProperty("dryRun").GetBoolean());
        }
        Assert.Equal(2, (await GetAsync(clerk, "/api/registries/imports")).GetProperty("items").GetArrayLength());
        var one = asForm.Headers.Location!.ToString();
        Assert.Equal(0, (await GetAsync(clerk, one + "/refused")).GetProperty("items").GetArrayLength());
        using var mend = await clerk.GetAsync(one + "/refused.csv");
        Assert.Equal("text/csv", mend.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith(
            "number,name,_line", (await mend.Content.ReadAsStringAsync()).TrimStart('\uFEFF'),
            StringComparison.Ordinal);
        using var cancelled = await clerk.PostAsync(one + "/cancel", null);
        Assert.True(cancelled.IsSuccessStatusCode);
    }

    [Theory, EachDatabase]
    public async Task A_preview_starts_nothing(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(engine);
        using var clerk = city.As("import@");
        using var answer = await clerk.PostAsync(Imports + "/preview?fileName=a.csv", Csv());
        var preview = (await HttpCity.JsonAsync(answer)).GetProperty("preview");
        Assert.Equal("csv", preview.GetProperty("format").GetString());
        Assert.Equal("number", preview.GetProperty("columns")[0].GetProperty("field").GetString());
        Assert.Equal(0, (await GetAsync(clerk, "/api/registries/imports")).GetProperty("items").GetArrayLength());
    }

    [Theory, EachDatabase]
    public async Task What_cannot_be_imported_is_refused_with_the_reason(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(engine);
        using var clerk = city.As("import@");
        using var reader = city.As("read@");
        using var nobody = city.Nobody();
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(reader, Imports, Csv()));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(nobody, Imports, Csv()));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(clerk, "/api/registries/test/nothing/imports", Csv()));
        using var old = await clerk.PostAsync(Imports, new ByteArrayContent([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1]));
        Assert.Equal("registries.import.old-workbook", (await HttpCity.JsonAsync(old)).GetProperty("code").GetString());

        foreach (var body in new[] { "--x\r\nnonsense",
            "--x\r\nContent-Disposition: form-data; name=f; filename=a.csv\r\n\r\nnumber,name\n1,2" })
        {
            using var broken = new StringContent(body);
            broken.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
            using var answer = await clerk.PostAsync(Imports, broken);
            Assert.InRange((int)answer.StatusCode, 400, 499);
            Assert.Equal(
                "registries.import.broken-upload", (await HttpCity.JsonAsync(answer)).GetProperty("code").GetString());
        }
        using var unbound = new StringContent("x");
        unbound.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data");
        Assert.InRange((int)await StatusAsync(clerk, Imports, unbound), 400, 499);
    }

    [Fact]
    public async Task A_file_beyond_the_limit_of_other_requests_is_taken()
    {
        await using var city = await HttpCity.StartAsync(Engine.Sqlite);
        using var clerk = city.As("import@");
        var row = Encoding.UTF8.GetBytes($"{Declared.Number(1)},张三,{new string('x', 900)}\n");
        using var file = new MemoryStream();
        file.Write("number,name,address\n"u8);
        while (file.Length < 40 << 20) file.Write(row);
        file.Position = 0;
        Assert.Equal(HttpStatusCode.Accepted, await StatusAsync(clerk, Imports, new StreamContent(file)));
    }

    private static ByteArrayContent Csv() => new(Encoding.UTF8.GetBytes($"number,name\n{Declared.Number(1)},张三\n"));

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path, HttpContent content)
    {
        using var answer = await client.PostAsync(path, content);
        return answer.StatusCode;
    }

    private static async Task<JsonElement> GetAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await HttpCity.JsonAsync(answer);
    }
}

using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Lingnan.PackKit.Loading;

namespace Lingnan.Packs.Tests;

/// <summary>The loader and the validators of editors judge by one schema; a foreign validator (ajv) must agree with
/// ours.</summary>
public sealed class SchemaAgreementTests
{
    private static readonly string[] Packages = ["ajv@8.20.0", "yaml@2.9.1"];
    private static readonly string Tools = Path.Combine(Project.Home, ".lingnan", "test-tools", "ajv");

    [Fact]
    public async Task Ajv_agrees_on_good_and_bad_files()
    {
        Assert.SkipUnless(await HasAjvAsync(), "node, or its packages ajv and yaml, are not to be had here.");
        var corpus = Good().Concat(Bad()).Concat(Twisted()).ToList();
        var ours = corpus.Select(c => Accepts(c.Schema, c.Text)).ToList();
        var input =
            JsonSerializer.Serialize(corpus.Select(c => new { schema = PackSchemas.Read(c.Schema), text = c.Text }));
        var (code, answer) = await RunAsync("node", input, Path.Combine(AppContext.BaseDirectory, "judge.mjs"), Tools);
        Assert.True(code == 0, answer);
        var theirs = JsonDocument.Parse(answer).RootElement.EnumerateArray().ToList();
        var differing = corpus.Select((c, i) => (c, Ours: ours[i], Theirs: theirs[i]))
            .Where(v => v.Ours != (v.Theirs.ValueKind == JsonValueKind.True))
            .Select(v => $"{v.c.Schema}: ours {v.Ours}, theirs {v.Theirs}\n{v.c.Text}");
        Assert.Empty(differing);
        Assert.True(ours.Count(accepted => accepted) > 30 && ours.Count(accepted => !accepted) > 30);
    }

    private static IEnumerable<(string Schema, string Text)> Good() =>
        Directory.EnumerateFiles(Project.PacksFolder, "*.yaml", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(f => (SchemaOf(f), File.ReadAllText(f)));

    private static IEnumerable<(string Schema, string Text)> Bad()
    {
        foreach (var row in PackFaultTests.Spoilt)
        {
            var (file, good, bad, _, _) = row.Data;
            using var pack = new FaultyPack();
            pack.Spoil(file, good, bad);
            var text = File.ReadAllText(Path.Combine(pack.Folder, file));
            if (Reads(text)) yield return (SchemaOf(file), text);
        }
        foreach (var row in ChangeFaultTests.Spoilt)
        {
            using var pack = new FaultyPack();
            ChangeFaultTests.Spoil(pack, row.Data.Item1, row.Data.Item2);
            yield return ("registry", File.ReadAllText(Path.Combine(pack.Folder, "shop/registries/goods.yaml")));
        }
    }

    // Each value of a good file in turn becomes a value of another type.
    private static IEnumerable<(string Schema, string Text)> Twisted()
    {
        foreach (var (schema, text) in new[] { ("registry", FaultyPack.Register), ("pack", FaultyPack.Manifest),
            ("scenario", FaultyPack.Scenario) })
            foreach (var at in Enumerable.Range(0, text.Length - 1).Where(i => text[i] == ':' && text[i + 1] == ' '))
                foreach (var value in (string[])["true", "7", "null", "'text'", "[a]", "{ zh: a }"])
                {
                    var end = text.AsSpan(at + 2).IndexOfAny('\n', ',', '}') is var n and >= 0 ? at + 2 + n
                        : text.Length;
                    var twisted = text[..(at + 2)] + value + text[end..];
                    if (Reads(twisted)) yield return (schema, twisted);
                }
    }

    private static string SchemaOf(string file) => Path.GetFileName(Path.GetDirectoryName(file)) switch
    {
        "registries" => "registry",
        "codelists" => "codelist",
        "strings" => "strings",
        _ => Path.GetFileNameWithoutExtension(file),
    };

    private static bool Reads(string text)
    {
        var faults = new FaultList();
        return YamlText.Read("x", Encoding.UTF8.GetBytes(text), faults) is not null && faults.InOrder().Count == 0;
    }

    private static bool Accepts(string schema, string text)
    {
        var faults = new FaultList();
        var root = YamlText.Read("x", Encoding.UTF8.GetBytes(text), faults)!;
        new SchemaCheck(PackSchemas.Read(schema)).Check("x", root, faults);
        return faults.InOrder().Count == 0;
    }

    private static async Task<bool> HasAjvAsync()
    {
        if (File.Exists(Path.Combine(Tools, "node_modules", "ajv", "package.json"))) return true;
        try
        {
            Directory.CreateDirectory(Tools);
            var (code, _) =
                await RunAsync("npm", "",
                ["install", "--no-save", "--no-audit", "--no-fund", "--prefix", Tools, .. Packages]);
            return code == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static async Task<(int Code, string Answer)> RunAsync(string program, string input, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, process.ExitCode == 0 ? await output : await errors);
    }
}

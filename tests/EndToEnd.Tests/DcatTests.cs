using System.Diagnostics;
using Lingnan.Testing;

namespace Lingnan.EndToEnd.Tests;

/// <summary>The catalogue of a running city is read by a parser that we did not write (rdflib): both forms say
/// the same, and nothing that DCAT-AP 3.0.1 makes mandatory is missing.</summary>
public sealed class DcatTests(Hamlet hamlet) : IClassFixture<Hamlet>
{
    // The system's own, which is the one that packages of the system are for.
    private const string Python = "/usr/bin/python3";

    private const string Read = """
        import sys, rdflib
        from rdflib.compare import to_isomorphic
        D = rdflib.Namespace('http://www.w3.org/ns/dcat#'); T = rdflib.Namespace('http://purl.org/dc/terms/')
        F = rdflib.Namespace('http://xmlns.com/foaf/0.1/'); A = rdflib.RDF.type
        a = rdflib.Graph().parse(sys.argv[1], format='turtle'); b = rdflib.Graph().parse(sys.argv[2], format='json-ld')
        assert len(a) > 50 and to_isomorphic(a) == to_isomorphic(b), 'Turtle and JSON-LD differ'
        needed = {D.Catalog: [T.title, T.description, T.publisher], D.Dataset: [T.title, T.description],
                  F.Agent: [F.name]}
        for kind, paths in needed.items():
            nodes = set(a.subjects(A, kind)); assert nodes, kind
            for n in nodes:
                for p in paths: assert list(a.objects(n, p)), (n, p)
        for d in a.subjects(A, D.Distribution): assert list(a.objects(d, D.accessURL)), d
        held = set(a.objects(None, D.dataset)); sets = set(a.subjects(A, D.Dataset)); assert held == sets, held ^ sets
        for d in sets: print(sorted(str(t) for t in a.objects(d, T.title)))
        """;

    [Fact]
    public async Task An_independent_parser_reads_both_forms_alike()
    {
        if (!await HasParserAsync()) Assert.Skip("python3 with rdflib is not installed.");
        using var nobody = hamlet.City.Nobody();
        var folder = Directory.CreateTempSubdirectory("lingnan-dcat-").FullName;
        try
        {
            var (turtle, jsonLd) = (Path.Combine(folder, "c.ttl"), Path.Combine(folder, "c.jsonld"));
            await File.WriteAllTextAsync(turtle, await nobody.GetStringAsync("/catalog.ttl"));
            await File.WriteAllTextAsync(jsonLd, await nobody.GetStringAsync("/catalog.jsonld"));
            var (code, output) = await PythonAsync("-c", Read, turtle, jsonLd);
            Assert.True(code == 0, output);
            Assert.Contains("人员", output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<bool> HasParserAsync() =>
        File.Exists(Python) && (await PythonAsync("-c", "import rdflib")).Code == 0;

    private static async Task<(int Code, string Output)> PythonAsync(params string[] arguments)
    {
        using var python = Process.Start(new ProcessStartInfo(Python, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var errors = python.StandardError.ReadToEndAsync();
        var output = await python.StandardOutput.ReadToEndAsync() + await errors;
        await python.WaitForExitAsync();
        return (python.ExitCode, output);
    }
}

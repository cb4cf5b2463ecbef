using Lingnan.PackKit.Registries;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Endpoints.OpenApi;
using Lingnan.Registries.Tests.Matching;
using Lingnan.Registries.Tests.Relations;
using Lingnan.Registries.Tests.Sources;
using Microsoft.OpenApi;

namespace Lingnan.Registries.Tests;

/// <summary>Each register's description, read by Microsoft's reader.</summary>
public sealed class OpenApiTests
{
    [Fact]
    public void A_foreign_reader_takes_the_description_of_every_register()
    {
        foreach (var register in new[] { Declared.Divisions, Declared.People, Declared.Visits })
        {
            var document = Read(register);
            var names = document.Paths.SelectMany(p => p.Value.Operations!.Values).Select(o => o.OperationId).ToList();
            Assert.Equal(names.Distinct(), names);
            Assert.Equal(
                register.Fields.Select(f => f.Name), document.Components!.Schemas!["Values"].Properties!.Keys);
        }
    }

    [Fact]
    public void Fields_are_typed_as_declared()
    {
        var values = Read(Declared.People with
        {
            Examples = [new(
                "例", new Dictionary<string, string?> { ["height"] = "170.5", ["name"] = "张三" }, null, null, 1)],
        }).Components!.Schemas!["Values"].Properties!;
        // The last one is null, which the reader keeps as a mark of its own.
        Assert.Equal(["1", "2", "8", "9"], values["sex"].Enum!.SkipLast(1).Select(e => e!.GetValue<string>()));
        Assert.Equal(
            ("20", "260", 0.1m), (values["height"].Minimum, values["height"].Maximum, values["height"].MultipleOf));
        Assert.Equal("170.5", values["height"].Examples![0].ToJsonString());
        Assert.True(values["height"].Type!.Value.HasFlag(JsonSchemaType.Number));
        Assert.Equal(50, values["name"].MaxLength);
        Assert.Equal("^(?:[A-Z]{2}[0-9]{3})$", values["plate"].Pattern);
        Assert.Equal("date", Read(Declared.Visits).Components!.Schemas!["Values"].Properties!["day"].Format);
    }

    [Fact]
    public async Task A_register_that_declares_everything_describes_every_endpoint_of_its_own()
    {
        await using var city = await HttpCity.StartAsync(Engine.Sqlite);
        const string any = "/api/registries/{pack}/{table}";
        var served = city.Endpoints.Where(e => e.Route.StartsWith(any, StringComparison.Ordinal))
            .Select(e => $"{e.Method} {e.Route[any.Length..].TrimEnd('/')}")
            .Where(e => e != "GET /openapi.json").Order(StringComparer.Ordinal);
        var all = SourceCity.People with
        {
            Matching = DeskTests.People.Matching, Relations = Related.People.Relations,
            Fields =
            [
                .. SourceCity.People.Fields, .. DeskTests.People.Fields.ExceptBy(
                    SourceCity.People.Fields.Select(f => f.Name), f => f.Name),
                Declared.Field("area", FieldType.Geometry) with { Kind = GeometryKind.Area },
            ],
        };
        Assert.Equal(served, Described(all));
        Assert.Equal(
            ["relations", "walk", "locate", "erasure"],
            new[] { "relations", "walk", "locate", "erasure" }.Except(
                Described(Declared.Divisions).Select(d => d.Split('/')[^1])));

        static IEnumerable<string> Described(RegistryDeclaration register) => Read(register).Paths
            .SelectMany(p => p.Value.Operations!.Keys.Select(
                m => $"{m} {p.Key[$"/api/registries/{register.Pack}/{register.Table}".Length..]}"))
            .Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Registers_with_a_geometry_tell_how_they_are_asked_by_place()
    {
        var document = Read(Shapes.Spots.Register);
        var list = document.Paths["/api/registries/test/spot"].Operations![HttpMethod.Get];
        var names = list.Parameters!.Select(p => p.Name).ToList();
        Assert.Superset(new HashSet<string?> { "bbox", "near", "geometry" }, names.ToHashSet());
        Assert.Contains("application/geo+json", list.Responses!["200"].Content!.Keys);
        var row = document.Components!.Schemas!["Row"].Properties!;
        Assert.True(row["areasM2"].ReadOnly);
        Assert.True(row["distanceM"].ReadOnly);
        Assert.True(document.Components.Schemas["Values"].Properties!["area"].Type!.Value.HasFlag(
            JsonSchemaType.Object | JsonSchemaType.String));

        var other = Read(Declared.People).Paths["/api/registries/test/person"].Operations![HttpMethod.Get];
        Assert.DoesNotContain(other.Parameters!, p => p.Name is "bbox" or "near" or "geometry");
    }

    [Fact]
    public async Task It_is_served_for_listed_registers_only()
    {
        await using var city = await HttpCity.StartAsync(Engine.Sqlite);
        using var answer = await city.Nobody().GetAsync("/api/registries/test/person/openapi.json");
        var (document, diagnostic) = OpenApiDocument.Parse(await answer.Content.ReadAsStringAsync(), "json");
        Assert.Empty(diagnostic!.Errors);
        Assert.Contains("/api/registries/test/person", document!.Paths.Keys);
    }

    private static OpenApiDocument Read(RegistryDeclaration register)
    {
        var text = new RegisterOpenApi(
            register, name => name == Declared.Sexes.Name ? Declared.Sexes : null).Document().ToJsonString();
        var (document, diagnostic) = OpenApiDocument.Parse(text, "json");
        Assert.Empty(diagnostic!.Errors);
        Assert.Empty(diagnostic.Warnings);
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, diagnostic.SpecificationVersion);
        return document!;
    }
}

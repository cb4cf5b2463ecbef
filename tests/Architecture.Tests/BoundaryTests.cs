using Lingnan.Architecture.Tests.Rules;

namespace Lingnan.Architecture.Tests;

public sealed class BoundaryTests
{
    private static readonly string[] Packs =
    [
        // The template is no city's pack: the scaffold copies it.
        .. Directory.EnumerateDirectories(Path.Combine(Project.Root, "packs")).Select(p => Path.GetFileName(p))
            .Where(p => !p.StartsWith('_')),
    ];

    [Fact]
    public void A_capability_shows_only_its_contracts_and_its_module()
    {
        var names = Project.Under("src/Capabilities/", ".csproj").Select(
            p => Path.GetFileNameWithoutExtension(p.Name)).ToList();
        Assert.NotEmpty(names);
        Rule.Holds(names.SelectMany(n => Boundaries.Leaks(Boundaries.Load(n).GetTypes(), n + "Module")));
    }

    [Fact]
    public void A_public_type_elsewhere_is_found() =>
        Assert.Single(Boundaries.Leaks([typeof(BoundaryTests), typeof(Boundaries)], "XModule"));

    [Fact]
    public void The_portal_stands_without_a_component_library_or_a_circuit()
    {
        Rule.Holds(Boundaries.PortalFaults(
            [.. Project.Under("src/Web/Portal/", ".razor", ".cs", ".csproj"),
                .. Project.Under("src/Web/Kit/", ".razor", ".cs", ".csproj")],
            "MudBlazor", "Radzen", "FluentUI", "AntDesign"));
        Assert.Equal(2, Boundaries.PortalFaults(
            [new("a.razor", "@using MudBlazor\n<X @rendermode=\"Y\" />\n<p>ok</p>")], "MudBlazor").Count());
    }

    [Fact]
    public void No_engine_knows_a_pack_by_name()
    {
        Assert.NotEmpty(Packs);
        Rule.Holds(Boundaries.PackIdsIn(Project.Under("src/", ".cs", ".razor", ".json"), Packs));
        Assert.Equal(2, Boundaries.PackIdsIn(
            [new("src/A.cs", "x == \"population\"\nOf(\"population:person\")\n// the population\n\"populations\"")],
            ["population"]).Count());
    }
}

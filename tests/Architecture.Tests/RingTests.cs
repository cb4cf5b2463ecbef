using Lingnan.Architecture.Tests.Rules;

namespace Lingnan.Architecture.Tests;

public sealed class RingTests
{
    private static readonly ProjectFile[] Projects =
        [.. Project.Under("", ".csproj").Where(p => !p.Path.StartsWith("tests/", StringComparison.Ordinal)
            && !p.Path.StartsWith("bench/", StringComparison.Ordinal))];

    [Fact]
    public void References_point_inwards() => Rule.Holds(Rings.Faults(Projects));

    [Fact]
    public void The_kernel_needs_no_package()
    {
        var kernel = Projects.Single(p => p.Path == "src/Kernel/Kernel.csproj");
        Rule.Holds(Rings.PackagesOf(kernel));
        Assert.Equal(["Dapper"], Rings.PackagesOf(Sample("src/Kernel/Kernel.csproj", package: "Dapper")));
    }

    [Theory]
    [InlineData("src/Kernel/Kernel.csproj", "../Platform/Platform.csproj")]
    [InlineData("src/PackKit/PackKit.csproj", "../Platform/Platform.csproj")]
    [InlineData("src/Capabilities/Identity/Identity.csproj", "../Registries/Registries.csproj")]
    [InlineData("src/Capabilities/Registries/Registries.csproj", "../Geo/Geo.csproj")]
    [InlineData("src/Capabilities/Unheard/Unheard.csproj", "../../Kernel/Kernel.csproj")]
    [InlineData("src/Capabilities/Registries/Registries.csproj", "../../Web/Kit/Kit.csproj")]
    [InlineData("src/Web/Portal/Portal.csproj", "../Console/Console.csproj")]
    [InlineData("src/Web/Portal/Portal.csproj", "../../../cities/Cities.csproj")]
    [InlineData("cities/Cities.csproj", "../src/Platform/Platform.csproj")]
    public void A_reference_outwards_is_found(string project, string target) =>
        Assert.Single(Rings.Faults([Sample(project, target)]));

    [Fact]
    public void A_reference_inwards_is_allowed() => Rule.Holds(Rings.Faults(
        [Sample("src/Capabilities/Registries/Registries.csproj", "../Identity/Identity.csproj")]));

    private static ProjectFile Sample(string path, string? target = null, string? package = null) => new(path, $"""
        <Project><ItemGroup>
          {(target is null ? "" : $"<ProjectReference Include=\"{target}\" />")}
          {(package is null ? "" : $"<PackageReference Include=\"{package}\" />")}
        </ItemGroup></Project>
        """);
}

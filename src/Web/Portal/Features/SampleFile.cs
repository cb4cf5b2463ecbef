using System.Text;
using Lingnan.PackKit.Registries;
using Lingnan.Platform;
using Lingnan.Platform.Web;
using Lingnan.Registries.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lingnan.Web.Portal.Features;

/// <summary>
/// A file to try an import with: the register's own declared examples, of which some are wrong on purpose, so that
/// every fault the visitor meets is one that the register promises to find.
/// </summary>
internal static class SampleFile
{
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/demo/sample/{pack}/{table}.csv", Run)
            .ForEveryone("Made-up rows that the pack itself declares as examples.")
            .ExcludeFromDescription();

    /// <summary>The register to try: that with most examples, a good and a wrong one among them;
    /// null when there is none.</summary>
    public static RegistryDeclaration? Offered(IRegisters registers) => registers.All
        .Where(r => r.Listed && r.Examples.Any(e => e.FaultCode is null)
            && r.Examples.Any(e => e.FaultCode is not null))
        .MaxBy(r => r.Examples.Count);

    private static IResult Run(string pack, string table, IRegisters registers, CityOptions city)
    {
        if (!city.IsDemo || registers.Find(pack, table) is not { Listed: true } register) return Results.NotFound();
        return Results.File(
            Encoding.UTF8.GetBytes(Write(register)), "text/csv; charset=utf-8", $"{pack}-{table}-sample.csv");
    }

    internal static string Write(RegistryDeclaration register)
    {
        var text = new StringBuilder("\uFEFF");
        CsvText.Append(text, register.Fields.Select(f => f.Title.Zh));
        foreach (var example in register.Examples)
            CsvText.Append(text, register.Fields.Select(f => example.Values.GetValueOrDefault(f.Name)));
        return text.ToString();
    }
}

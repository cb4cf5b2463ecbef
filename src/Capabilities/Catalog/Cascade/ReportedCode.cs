using System.Globalization;
using Lingnan.Catalog.Contracts;
using Lingnan.Catalog.Model;
using Lingnan.Kernel;

namespace Lingnan.Catalog.Cascade;

/// <summary>
/// The code of a reported resource in this catalogue. Each catalogue counts its own sequences, so codes of two of them
/// can be the same; the region that reports becomes the first digits of the detail (细目), and the rest is kept:
/// <c>101001/000007</c> from <c>441900003</c> is <c>101001441900003/000007</c> here.
/// </summary>
internal static class ReportedCode
{
    private const int FixedDigits = 6;

    /// <summary>The description as it stands here, with its code; or why it cannot.</summary>
    public static Result<(string Code, ResourceDescription Description)> Place(Increment increment, string region)
    {
        if (CatalogCode.Parse(increment.Code) is not { IsOk: true } parsed)
            return CatalogErrors.BadCode(increment.Code);
        var description = Descriptions.Tidy(increment.Description!);
        if (description.Classification != parsed.Value.Classification)
            return CatalogErrors.ClassificationFixed(parsed.Value.Classification);
        var at = description.Region ?? region;
        if (!at.StartsWith(region, StringComparison.Ordinal)) return CatalogErrors.OtherRegion(at, region);
        var here = InCity(parsed.Value, region);
        var placed = description with
        {
            Classification = here[..here.IndexOf('/', StringComparison.Ordinal)],
            Region = at,
            Related =
            [
                .. description.Related.Select(
                    r => CatalogCode.Parse(r) is { IsOk: true } code ? InCity(code.Value, region) : r),
            ],
        };
        return DescriptionRules.Check(placed) is [var fault, ..] ? fault.Error : (here, placed);
    }

    /// <summary>The number of the sequence that a code ends in.</summary>
    public static long Sequence(string code) =>
        long.Parse(code.AsSpan(code.IndexOf('/', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);

    private static string InCity(CatalogCode code, string region) =>
        code.Detail.StartsWith(region, StringComparison.Ordinal)
        ? code.ToString()
        : $"{code.Classification[..FixedDigits]}{region}{code.Detail}/{code.Sequence}";
}

using CsCheck;
using Lingnan.Identity.Contracts;
using Lingnan.Identity.Model;
using Lingnan.Platform.Permissions;

namespace Lingnan.Identity.Tests.Model;

public class RegionReachTests
{
    private static readonly Permission Read = IdentityPermissions.Read;

    private static readonly Gen<string> Digits9 = Gen.Int[1, 999_999_999].Select(n => n.ToString("000000000"));

    [Theory]
    [InlineData("440000", "44")]
    [InlineData("441900", "4419")]
    [InlineData("440106", "440106")]
    [InlineData("441900003", "441900003")]
    [InlineData("441900000", "4419")]
    [InlineData("441900003000", "441900003")]
    [InlineData("441900003005", "441900003005")]
    [InlineData("440106000000", "440106")]
    [InlineData("000000", "")]
    public void Drops_the_zeros_of_the_levels_below(string code, string significant) =>
        Assert.Equal(significant, RegionReach.Significant(code));

    [Fact]
    public void Departments_of_the_city_reach_all_of_it() =>
        Assert.Equal("", RegionReach.Of(UnitLevel.City, "441900"));

    [Fact]
    public void Every_region_lies_within_its_own_prefix() =>
        Gen.Select(Digits9, Gen.Int[0, 999]).Sample((town, village) =>
        {
            var code = town + village.ToString("000");
            return code.StartsWith(RegionReach.Significant(code), StringComparison.Ordinal);
        });

    [Fact]
    public void A_town_reaches_its_villages_and_no_other_town() =>
        Gen.Select(Digits9, Digits9, Gen.Int[1, 999]).Where((mine, other, _) => mine != other && !mine.EndsWith("000"))
            .Sample((mine, other, village) =>
            {
                var caller = new Caller
                {
                    Kind = CallerKind.Officer,
                    AccountId = "a_1",
                    Name = "officer",
                    Grants = [new Grant(Read.Code, RegionReach.Of(UnitLevel.Town, mine))],
                };
                return caller.Has(Read, mine) && caller.Has(Read, mine + village.ToString("000"))
                    && !caller.Has(Read, other) && !caller.Has(Read, other + village.ToString("000"))
                    && !caller.Has(Read, null);
            });

    [Fact]
    public void Covering_is_transitive_and_the_city_covers_all() =>
        Gen.Select(Digits9, Gen.Int[0, 9], Gen.Int[0, 9]).Sample((code, one, two) =>
        {
            var (outer, inner) = (code[..Math.Min(one, two)], code[..Math.Max(one, two)]);
            return RegionReach.Covers("", inner) && RegionReach.Covers(outer, inner)
                && (outer == inner || !RegionReach.Covers(inner, outer));
        });
}

using CsCheck;
using Lingnan.Identity.Model;

namespace Lingnan.Identity.Tests.Model;

public class LockoutPolicyTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(4, 0)]
    [InlineData(5, 60)]
    [InlineData(6, 120)]
    [InlineData(10, 1920)]
    [InlineData(11, 3600)]
    [InlineData(int.MaxValue, 3600)]
    public void Locks_longer_with_each_failure(int failures, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), LockoutPolicy.After(failures));

    [Fact]
    public void Never_shrinks_and_never_exceeds_the_longest_lock() =>
        Gen.Int[0, int.MaxValue - 1].Sample(failures =>
            LockoutPolicy.After(failures) <= LockoutPolicy.After(failures + 1)
            && LockoutPolicy.After(failures) <= LockoutPolicy.Longest
            && LockoutPolicy.After(failures) >= TimeSpan.Zero);
}

using CsCheck;

namespace Lingnan.Registries.Tests.Matching;

internal static class OneOf
{
    /// <summary>One of some values.</summary>
    public static Gen<T> Const<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}

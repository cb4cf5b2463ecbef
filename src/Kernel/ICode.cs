namespace Lingnan.Kernel;

/// <summary>
/// An identifier or code of a published standard: parsed strictly, printed in its one canonical form, masked for
/// those who may not see it whole, ordered by that canonical form (ordinal).
/// </summary>
/// <typeparam name="TSelf">The code's own type.</typeparam>
public interface ICode<TSelf> : IComparable<TSelf>, IEquatable<TSelf> where TSelf : ICode<TSelf>
{
    /// <summary>Parses the whole text. White space around it is accepted, full-width digits and letters are folded;
    /// everything else is an error whose code names the part that is wrong.</summary>
    static abstract Result<TSelf> Parse(string? text);

    /// <summary>The canonical text.</summary>
    string ToString();

    /// <summary>The text for readers without a purpose to see it whole.</summary>
    string ToMasked();
}

namespace Lingnan.Registries.Matching.Model;

/// <summary>A value on its way into comparisons; what a comparison needs of it is worked out once.</summary>
/// <param name="text">Canonical text, or the blind index of a sealed value.</param>
internal sealed class Comparand(string text)
{
    private string? _folded;
    private string[]? _syllables;
    private AddressParts? _address;

    public string Text { get; } = text;

    public string Folded => _folded ??= Spelling.Fold(Text);

    public string[] Syllables => _syllables ??= Readings.Of(Folded);

    public AddressParts Address => _address ??= Addresses.Parse(Folded);
}

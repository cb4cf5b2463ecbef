namespace Lingnan.Kernel;

/// <summary>Words in the two languages of the interface. Both are always present.</summary>
/// <param name="Zh">Simplified Chinese.</param>
/// <param name="En">English.</param>
public readonly record struct LocalText(string Zh, string En)
{
    /// <summary>The words in the language of <paramref name="culture"/>; every culture but English reads
    /// Chinese.</summary>
    public string In(System.Globalization.CultureInfo culture) => culture.TwoLetterISOLanguageName == "en" ? En : Zh;

    /// <summary>The words in the current interface language.</summary>
    public override string ToString() => In(System.Globalization.CultureInfo.CurrentUICulture);
}

using System.Globalization;
using System.Resources;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace Lingnan.Web.Console.Shell;

/// <summary>The component library's own words in Chinese; English is its default.</summary>
internal sealed class MudWords : MudLocalizer
{
    private static readonly ResourceManager Chinese =
        new("Lingnan.Web.Console.Words.MudBlazor", typeof(MudWords).Assembly);

    public override LocalizedString this[string key]
    {
        get
        {
            var text = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh"
                ? Chinese.GetString(key, CultureInfo.InvariantCulture)
                : null;
            return text is null ? new(key, key, resourceNotFound: true) : new(key, text);
        }
    }

    public override LocalizedString this[string key, params object[] arguments]
    {
        get
        {
            var format = this[key];
            return format.ResourceNotFound
                ? format
                : new(key, string.Format(CultureInfo.CurrentCulture, format.Value, arguments));
        }
    }
}

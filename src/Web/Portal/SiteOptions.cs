using System.Globalization;
using Lingnan.Platform.Words;

namespace Lingnan.Web.Portal;

/// <summary>
/// What a government site must say of itself, from the configuration section <c>Site</c>. All may be empty; what is
/// empty is not shown to the public but named to administrators, so that nobody goes live without it unknowingly.
/// </summary>
public sealed class SiteOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Site";

    /// <summary>Name of the site in Chinese, or empty for the product's.</summary>
    public string Name { get; set; } = "";
    /// <summary>Name of the site in English, or empty for the product's.</summary>
    public string NameEn { get; set; } = "";
    /// <summary>主办单位.</summary>
    public string Sponsor { get; set; } = "";
    /// <summary>承办单位.</summary>
    public string Operator { get; set; } = "";
    /// <summary>联系方式: a telephone number or an address.</summary>
    public string Contact { get; set; } = "";
    /// <summary>政府网站标识码, ten digits.</summary>
    public string SiteCode { get; set; } = "";
    /// <summary>ICP 备案号.</summary>
    public string IcpNumber { get; set; } = "";
    /// <summary>公安备案号.</summary>
    public string PoliceNumber { get; set; } = "";
    /// <summary>True on days of public mourning: every page is grey.</summary>
    public bool Mourning { get; set; }

    /// <summary>Name of the site in the language of the reader.</summary>
    public string Title(IWords words)
    {
        var own = Languages.IsEnglish(CultureInfo.CurrentUICulture) && NameEn.Length > 0 ? NameEn : Name;
        return own.Length > 0 ? own : words["portal.site.name"];
    }

    /// <summary>The statutory items: key of the words and what is set.</summary>
    public IReadOnlyList<(string Key, string Value)> Statutory =>
    [
        ("portal.site.sponsor", Sponsor), ("portal.site.operator", Operator), ("portal.site.contact", Contact),
        ("portal.site.code", SiteCode), ("portal.site.icp", IcpNumber), ("portal.site.police", PoliceNumber),
    ];
}

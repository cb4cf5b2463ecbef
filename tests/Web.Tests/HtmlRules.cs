using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Lingnan.Web.Tests;

/// <summary>What every piece of our HTML keeps to, whatever it shows. Each line found is a fault.</summary>
internal static class HtmlRules
{
    public static IDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    public static IReadOnlyList<string> Faults(IDocument document)
    {
        var faults = new List<string>();
        Each(document, "[id]", e => document.QuerySelectorAll($"[id='{e.Id}']").Length > 1, "id twice", faults);
        Each(
            document, "label", e => document.GetElementById(e.GetAttribute("for") ?? "") is null, "label of nothing",
            faults);
        Each(
            document, "input:not([type=hidden]),select,textarea",
            e => document.QuerySelector($"label[for='{e.Id}']") is null, "no label", faults);
        Each(document, "[aria-describedby]", e => e.GetAttribute("aria-describedby")!.Split(' ')
            .Any(id => document.GetElementById(id) is null), "described by nothing", faults);
        Each(document, "a,button", e => e.TextContent.Trim().Length == 0, "no words", faults);
        Each(document, "a:not([href])", _ => true, "link to nowhere", faults);
        Each(document, "img:not([alt])", _ => true, "no alternative text", faults);
        Each(
            document, "table", e => e.QuerySelector("caption")?.TextContent.Trim() is null or "", "no caption", faults);
        Each(document, "th:not([scope])", _ => true, "no scope", faults);
        Each(document, "nav:not([aria-label])", _ => true, "no label", faults);
        Each(
            document, "form[method=get],form[method=post]", e => e.GetAttribute("action") is null, "no action", faults);
        Each(document, "script,iframe,object,embed,style", _ => true, "not allowed", faults);
        // The content security policy would drop these silently.
        foreach (var element in document.All)
            foreach (var attribute in element.Attributes)
                if (attribute.Name == "style" || attribute.Name.StartsWith("on", StringComparison.Ordinal))
                    faults.Add($"{element.TagName} has {attribute.Name}");
        return faults;
    }

    /// <summary>Rules of a whole page.</summary>
    public static IReadOnlyList<string> PageFaults(IDocument page)
    {
        var faults = new List<string>(Faults(page));
        if (page.QuerySelectorAll("h1").Length != 1) faults.Add($"{page.QuerySelectorAll("h1").Length} main headings");
        if (page.QuerySelector("h1")?.GetAttribute("tabindex") != "-1")
            faults.Add("main heading cannot take the focus");
        if (string.IsNullOrWhiteSpace(page.Title)) faults.Add("no title");
        if (page.QuerySelector("main#main") is null) faults.Add("no main part for the skip link");
        if (page.QuerySelector("a.skip")?.GetAttribute("href") != "#main") faults.Add("no skip link");
        foreach (var element in page.QuerySelectorAll("[href],[src],[action]"))
        {
            var address = element.GetAttribute("href") ?? element.GetAttribute("src")
                ?? element.GetAttribute("action")!;
            if (address.Contains("//", StringComparison.Ordinal)) faults.Add($"leaves the host: {address}");
        }

        return faults;
    }

    private static void Each(
        IDocument document, string selector, Func<IElement, bool> isFault, string fault, List<string> faults)
    {
        foreach (var element in document.QuerySelectorAll(selector))
            if (isFault(element))
                faults.Add($"{fault}: {element.OuterHtml[..Math.Min(120, element.OuterHtml.Length)]}");
    }
}

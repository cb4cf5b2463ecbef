using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using AngleSharp.Dom;
using Lingnan.Platform.Words;
using Lingnan.Web.Kit;
using Lingnan.Web.Kit.Examples;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lingnan.Web.Tests.Kit;

/// <summary>Every component of the kit, in every state it has an example for.</summary>
public sealed class KitExamplesTests
{
    public static TheoryData<string, string> Rendered()
    {
        var rows = new TheoryData<string, string>();
        foreach (var example in KitExamples.All)
            foreach (var language in new[] { "zh-CN", "en" })
                rows.Add($"{Name(example.Component)}: {example.Name}", language);
        return rows;
    }

    [Theory]
    [MemberData(nameof(Rendered))]
    public async Task An_example_renders_sound_html(string name, string language)
    {
        var document = await RenderAsync(name, language);
        Assert.Empty(HtmlRules.Faults(document));
        Assert.DoesNotContain("kit.", document.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_component_has_an_example()
    {
        var shown = KitExamples.All.Select(e => Name(e.Component)).ToHashSet(StringComparer.Ordinal);
        var without = typeof(KitSetup).Assembly.GetExportedTypes()
            .Where(t => t.IsSubclassOf(typeof(ComponentBase)) && !t.IsAbstract && t.Name != "_Imports")
            .Select(Name).Where(n => !shown.Contains(n));
        Assert.Empty(without);
    }

    [Fact]
    public void No_two_examples_have_one_name() => Assert.Equal(
        KitExamples.All.Count, KitExamples.All.Select(e => $"{Name(e.Component)}: {e.Name}").Distinct().Count());

    [Fact]
    public async Task A_field_in_error_says_so_to_those_who_cannot_see_it()
    {
        var document = await RenderAsync("Field: with hint and error", "zh-CN");
        var input = document.QuerySelector("input")!;
        Assert.Equal("true", input.GetAttribute("aria-invalid"));
        Assert.Equal("number-hint number-error", input.GetAttribute("aria-describedby"));
        Assert.Contains("校验位不对", document.GetElementById("number-error")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_that_looks_like_markup_stays_text()
    {
        var table = await RenderAsync("DataTable: text that looks like markup and a rare character", "zh-CN");
        Assert.Empty(table.QuerySelectorAll("td b"));
        Assert.Contains("<b>𠮷·买买提</b>", table.QuerySelector("td")!.TextContent, StringComparison.Ordinal);
        var field = await RenderAsync("Field: script text as value stays text", "zh-CN");
        Assert.Equal("\"><script>alert(1)</script>", field.QuerySelector("input")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Each_cell_carries_its_heading_for_narrow_screens()
    {
        var table = await RenderAsync("DataTable: two rows", "zh-CN");
        Assert.All(table.QuerySelectorAll("td"), cell => Assert.NotEmpty(cell.GetAttribute("data-label")!));
    }

    private static string Name(Type component) => component.Name.Split('`')[0];

    private static async Task<IDocument> RenderAsync(string name, string language)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        var example = KitExamples.All.Single(e => $"{Name(e.Component)}: {e.Name}" == name);
        await using var services = new ServiceCollection().AddKit()
            .AddSingleton(HtmlEncoder.Create(UnicodeRanges.All)).BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync(example.Component, ParameterView.FromDictionary(
                new Dictionary<string, object?>(example.Parameters)))).ToHtmlString());
        return HtmlRules.Parse(html);
    }
}

using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Lingnan.Browser.Tests;

/// <summary>What an officer reads, the person sees.</summary>
public sealed class ReadersJourneyTests(BrowserRun run)
{
    private const string Purpose = "核对迁入材料";

    [Fact]
    public async Task Tells_the_citizen_who_read_their_record_and_why()
    {
        run.NeedBrowser();
        using var client = await run.City.AsAsync("citizen");
        var me = await client.GetFromJsonAsync<JsonElement>("/api/identity/me");
        var person = me.GetProperty("personId").GetString();
        await using var officer = await run.VisitAsync();
        await officer.SignInAsync("data-manager");
        await officer.GoAsync($"/console/registers/population/person/{person}");
        await Expect(officer.Page.Locator(".facts dd.masked").First).ToBeVisibleAsync();
        await officer.Button("查看完整信息").ClickAsync();
        await officer.Page.GetByRole(AriaRole.Textbox, new() { Name = "用途" }).FillAsync(Purpose);
        await officer.Page.GetByRole(AriaRole.Textbox, new() { Name = "办件编号或任务编号" }).FillAsync("T-2026-1");
        await officer.Button("^查看$").ClickAsync();
        await Expect(officer.Page.Locator(".facts dd.masked")).ToHaveCountAsync(0);

        await using var citizen = await run.VisitAsync();
        await citizen.SignInAsync("citizen");
        await citizen.GoAsync("/me/readers");
        var reading = citizen.Page.Locator("tbody tr").Filter(new() { HasText = Purpose }).First;
        await Expect(reading).ToContainTextAsync("数据管理员");
        await Expect(reading.Locator("time, td").First).Not.ToBeEmptyAsync();
    }

    [Fact]
    public async Task Lets_a_person_of_the_register_sign_up_and_see_their_own_record()
    {
        await using var visitor = await run.VisitAsync();
        var (number, name) = await SomebodyAsync();
        await SignUpAsync(visitor, number, name, "13800005678");
        await Expect(visitor.Page).ToHaveURLAsync(run.City.Url + "/me");
        await Expect(visitor.Page.Locator("main .facts").First).ToContainTextAsync(name);
    }

    [Fact]
    public async Task Says_clearly_when_number_and_name_do_not_belong_together()
    {
        await using var visitor = await run.VisitAsync();
        var (number, _) = await SomebodyAsync();
        await SignUpAsync(visitor, number, "查无此人", "13800005679");
        await Expect(visitor.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("未能与人口登记信息核对一致");
        await Expect(visitor.Page.Locator("#number")).ToHaveValueAsync(number);
        await SignUpAsync(visitor, "440103190001010000", "查无此人", "13800005679");
        await Expect(visitor.Page.Locator("#number-error")).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator("#number")).ToHaveAttributeAsync("aria-invalid", "true");
    }

    private static async Task SignUpAsync(Visitor visitor, string number, string name, string mobile)
    {
        await visitor.GoAsync("/sign-up");
        await visitor.Page.Locator("#number").FillAsync(number);
        await visitor.Page.Locator("#name").FillAsync(name);
        await visitor.Page.Locator("#mobile").FillAsync(mobile);
        await visitor.Page.Locator("#password").FillAsync("lychee-boat-morning-tea");
        await visitor.Button("注册并登录").ClickAsync();
        await visitor.Page.WaitForLoadStateAsync();
    }

    /// <summary>A person of the register who has no account.</summary>
    private async Task<(string Number, string Name)> SomebodyAsync()
    {
        using var manager = await run.City.AsAsync("data-manager");
        manager.DefaultRequestHeaders.Add("X-Lingnan-Purpose", Uri.EscapeDataString("核对户籍信息"));
        manager.DefaultRequestHeaders.Add("X-Lingnan-Case", "T-2026-1");
        const string Persons = "/api/registries/population/person?limit=50&unmask=true";
        var page = await manager.GetFromJsonAsync<JsonElement>(Persons);
        var values = page.GetProperty("items").EnumerateArray().Last().GetProperty("values");
        return (values.GetProperty("residentId").GetString()!, values.GetProperty("name").GetString()!);
    }
}

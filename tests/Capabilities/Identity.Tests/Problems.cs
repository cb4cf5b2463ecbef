using System.Net.Http.Json;
using System.Text.Json;

namespace Lingnan.Identity.Tests;

internal static class Problems
{
    /// <summary>Code of the problem that was answered, or null on success.</summary>
    public static async Task<string?> CodeAsync(HttpResponseMessage answer) =>
        answer.IsSuccessStatusCode
            ? null
            : (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();
}

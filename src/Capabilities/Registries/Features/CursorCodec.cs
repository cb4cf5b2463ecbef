using System.Security.Cryptography;
using System.Text.Json;
using Lingnan.Kernel;
using Lingnan.Registries.Storage;
using Microsoft.AspNetCore.DataProtection;

namespace Lingnan.Registries.Features;

/// <summary>Cursors are sealed: they hold the last row's sort value, which may be one that the reader sees
/// masked.</summary>
internal sealed class CursorCodec(IDataProtectionProvider protection)
{
    private const int CursorMax = 4096;

    private readonly IDataProtector _protector = protection.CreateProtector("registries.cursor");

    public string Write(ListPosition position) => _protector.Protect(JsonSerializer.Serialize(position));

    /// <summary>The position, or an error when the cursor was altered or belongs to another list.</summary>
    public Result<ListPosition?> Read(string? cursor, ListOrder order)
    {
        if (string.IsNullOrEmpty(cursor)) return Result<ListPosition?>.Ok(null);
        if (cursor.Length > CursorMax) return RegistriesErrors.BadCursor();
        try
        {
            var position = JsonSerializer.Deserialize<ListPosition>(_protector.Unprotect(cursor));
            return position is not null && order.Fits(position) ? position : RegistriesErrors.BadCursor();
        }
        catch (Exception e) when (e is CryptographicException or JsonException or FormatException)
        {
            return RegistriesErrors.BadCursor();
        }
    }
}

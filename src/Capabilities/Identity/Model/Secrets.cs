using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Lingnan.Identity.Model;

/// <summary>Tokens handed out once and recognised by their hash.</summary>
internal static class Secrets
{
    /// <summary>256 random bits, URL-safe. No pattern tells one token from another, so none can be guessed.</summary>
    public static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What the database keeps. A plain hash is enough: the token itself has full entropy.</summary>
    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>False for texts that cannot be a token, so that they cost no look-up.</summary>
    public static bool LooksLikeToken(string? text) => text is { Length: 43 };
}

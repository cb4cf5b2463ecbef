using System.Globalization;

namespace Lingnan.Cities;

/// <summary>Completes synthetic codes with their check characters (GB 11643, GB 11714, GB 32100).</summary>
internal static class Codes
{
    private const string CreditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    public static string ResidentId(int area, DateOnly birth, int sequence)
    {
        var body = string.Create(CultureInfo.InvariantCulture, $"{area:D6}{birth:yyyyMMdd}{sequence:D3}");
        var sum = 0;
        for (var i = 0; i < 17; i++) sum += (body[i] - '0') * ((1 << (17 - i)) % 11);
        return body + "10X98765432"[sum % 11];
    }

    public static string CreditCode(int area, int serial)
    {
        var body = string.Create(CultureInfo.InvariantCulture, $"91{area:D6}{OrganizationCode(serial)}");
        int sum = 0, weight = 1;
        foreach (var c in body)
        {
            sum += CreditAlphabet.IndexOf(c) * weight;
            weight = weight * 3 % 31;
        }
        return body + CreditAlphabet[(31 - sum % 31) % 31];
    }

    private static string OrganizationCode(int serial)
    {
        var body = "MA" + serial.ToString("D6", CultureInfo.InvariantCulture);
        int[] weights = [3, 7, 9, 10, 5, 8, 4, 2];
        var sum = 0;
        for (var i = 0; i < 8; i++)
            sum += (char.IsAsciiDigit(body[i]) ? body[i] - '0' : body[i] - 'A' + 10) * weights[i];
        var check = 11 - sum % 11;
        return body + (check == 11 ? "0" : check == 10 ? "X" : check.ToString(CultureInfo.InvariantCulture));
    }
}

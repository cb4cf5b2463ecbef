using System.Globalization;
using Lingnan.Catalog.Contracts;
using Lingnan.Kernel;
using Lingnan.Platform.Permissions;

namespace Lingnan.Catalog.Cascade;

/// <summary>Asks a catalogue below for its increments, page after page, and takes them in. What one page brought stays
/// when the next one fails; the next run goes on from there.</summary>
internal sealed class PullReporter(ReceiveIncrements receive) : IDisposable
{
    private const int PagesMax = 1_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // A redirect would lead to an address that nobody wrote down.
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(10),
    }) { Timeout = Patience };

    /// <summary>An address as it is kept, or null where it cannot be used: encrypted, or on this machine.</summary>
    public static string? Clean(string address) =>
        address.Length <= CatalogLimits.AddressMax && Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri is { UserInfo: "", Query: "", Fragment: "" }
            ? uri.GetLeftPart(UriPartial.Path).TrimEnd('/')
            : null;

    /// <summary>What came of it: lines refused, and the error that ended it, or null.</summary>
    public async Task<(long Refused, Error? Error)> RunAsync(
        KeptReporter reporter, Caller caller, CancellationToken cancellationToken)
    {
        var (position, refused) = (reporter.Position, 0L);
        try
        {
            for (var page = 0; page < PagesMax; page++)
            {
                var address = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{reporter.Address}/api/catalog/increments?after={position}&limit={CatalogLimits.FeedLinesMax}");
                using var answer = await _http.GetAsync(
                    address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                if (!answer.IsSuccessStatusCode
                    || answer.Content.Headers.ContentType?.MediaType != IncrementEndpoints.Lines)
                    return (refused, CatalogErrors.CascadeAnswer((int)answer.StatusCode));
                await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
                var taken = await receive.RunAsync(reporter.Region, body, caller, cancellationToken);
                if (!taken.IsOk) return (refused, taken.Error);
                refused += taken.Value.Refused;
                if (taken.Value.Position <= position) break;
                position = taken.Value.Position;
            }
            return (refused, null);
        }
        catch (Exception e) when (IsOfTheWire(e, cancellationToken))
        {
            return (refused, CatalogErrors.CascadeUnreachable(reporter.Address!));
        }
    }

    public void Dispose() => _http.Dispose();

    private static bool IsOfTheWire(Exception e, CancellationToken cancellationToken) =>
        e is HttpRequestException or IOException
        || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}

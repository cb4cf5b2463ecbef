using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Platform.Web;

/// <summary>How often an address may ask.</summary>
public static class RequestRates
{
    /// <summary>Policy of sign-in and sign-up; also as <c>[EnableRateLimiting]</c> on a page.
    /// Only posts count.</summary>
    public const string SignIn = "sign-in";

    /// <summary>Configuration key for another number of sign-in attempts a minute (a test's,
    /// or a call centre's).</summary>
    public const string SignInKey = "Limits:SignInPerMinute";

    internal static IServiceCollection AddRequestRates(this IServiceCollection services, IConfiguration configuration)
    {
        var signIns = configuration.GetValue<int?>(SignInKey) ?? WebLimits.SignInPerMinute;
        return services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, IPAddress>(OfAddress);
            options.AddPolicy(SignIn, context => HttpMethods.IsPost(context.Request.Method)
                ? RateLimitPartition.GetSlidingWindowLimiter(
                    AddressOf(context), _ => new SlidingWindowRateLimiterOptions
                {
                    PermitLimit = signIns, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6, QueueLimit = 0,
                })
                : RateLimitPartition.GetNoLimiter(IPAddress.None));
            options.OnRejected = RefuseAsync;
        });
    }

    /// <summary>Loopback is the operator, a benchmark, or a reverse proxy that was not named: it stands for many, so it
    /// is not held back as one.</summary>
    private static RateLimitPartition<IPAddress> OfAddress(HttpContext context)
    {
        var address = AddressOf(context);
        if (IPAddress.IsLoopback(address)) return RateLimitPartition.GetNoLimiter(IPAddress.Loopback);
        return RateLimitPartition.GetTokenBucketLimiter(address, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = WebLimits.AddressBurst, TokensPerPeriod = WebLimits.AddressPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1), QueueLimit = 0,
        });
    }

    private static IPAddress AddressOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != System.Net.Sockets.AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(address))
            return address;
        // One household owns a whole /64, so its addresses count as one.
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    private static async ValueTask RefuseAsync(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        var seconds = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after)
            ? Math.Ceiling(after.TotalSeconds)
            : 10;
        rejected.HttpContext.Response.Headers.RetryAfter = Math.Max(1, seconds).ToString(CultureInfo.InvariantCulture);
        await new ProblemResult(WebErrors.TooMany).ExecuteAsync(rejected.HttpContext);
    }
}

using System.IO.Compression;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Words;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Lingnan.Platform.Web;

/// <summary>The web's services and its order of middleware.</summary>
public static class WebServices
{
    /// <summary>Configuration key: addresses or CIDR ranges of reverse proxies whose forwarded headers are believed,
    /// separated by commas.</summary>
    public const string TrustedProxiesKey = "Proxy:Trusted";

    /// <summary>Adds everything below the endpoints: limits, problems, language, rates, compression, TLS, keys,
    /// telemetry, OpenAPI. Certificates and further addresses come from the <c>Kestrel</c> section of the
    /// configuration.</summary>
    public static WebApplicationBuilder AddLingnanWeb(this WebApplicationBuilder builder, CityOptions city)
    {
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(LimitKestrel);
        builder.Services.AddLingnanWeb(city, builder.Configuration);
        return builder;
    }

    internal static void AddLingnanWeb(this IServiceCollection services, CityOptions city, IConfiguration configuration)
    {
        services.AddWords();
        services.AddTelemetry(configuration);
        services.AddRequestRates(configuration);
        services.AddApiDescription();
        DataProtectionKeys.Add(services, city);
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddHsts(options => options.MaxAge = TimeSpan.FromDays(365));
        // Only the status is set there: the request still counts as aborted, and nothing could be written.
        services.AddRequestTimeouts(
            options => options.DefaultPolicy = new RequestTimeoutPolicy { Timeout = WebLimits.RequestTimeout });
        services.Configure<HostOptions>(options => options.ShutdownTimeout = WebLimits.DrainTimeout);
        // Bad input then comes as an exception that says what was bad, instead of a bare 400.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.Configure<FormOptions>(LimitForms);
        services.ConfigureHttpJsonOptions(options => ShapeJson(options.SerializerOptions));
        AddCompression(services);
        // Nothing is kept but what an endpoint says may be: its metadata carries the policy.
        services.AddOutputCache(options =>
        {
            options.SizeLimit = WebLimits.KeptPagesBytes;
            options.MaximumBodySize = WebLimits.KeptPageBytes;
        });
        TrustProxies(services, configuration);
    }

    /// <summary>The pipeline up to the endpoints, with <c>/healthz</c>, <c>/readyz</c> and <c>/openapi/v1.json</c>.
    /// Static assets and pages are mapped by the host, after it.</summary>
    public static WebApplication UseLingnanWeb(this WebApplication app)
    {
        if (app.Configuration[TrustedProxiesKey] is { Length: > 0 }) app.UseForwardedHeaders();
        app.UseHsts();
        app.UseCorrelation();
        app.UseLingnanLanguage();
        app.UseSecurityHeaders();
        app.UseMiddleware<ProblemPipeline>();
        app.UseRouting();
        // Outside of compression, so that a page is compressed once for all who get it.
        app.UseOutputCache();
        app.UseResponseCompression();
        app.UseRateLimiter();
        app.UseSameOrigin();
        app.UseRequestTimeouts();
        app.UseMiddleware<AccessPipeline>();
        // Only where pages with forms are: those endpoints refuse to run without it.
        if (app.Services.GetService<IAntiforgery>() is not null) app.UseAntiforgery();
        app.MapOperations();
        return app;
    }

    /// <summary>Refuses to go on when an endpoint does not say who may call it; call it when all are mapped.</summary>
    public static IReadOnlyList<SweptEndpoint> CheckAccess(this WebApplication app) => AccessCheck.AssertAll(
        new CompositeEndpointDataSource(((IEndpointRouteBuilder)app).DataSources),
        app.Services.GetRequiredService<PermissionSet>());

    private static void LimitKestrel(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = WebLimits.BodyBytes;
        options.Limits.MaxRequestHeadersTotalSize = WebLimits.HeaderBytes;
        options.Limits.MaxRequestHeaderCount = WebLimits.HeaderCount;
        options.Limits.MaxRequestLineSize = WebLimits.RequestLineBytes;
        options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
    }

    private static void LimitForms(FormOptions options)
    {
        options.ValueCountLimit = WebLimits.FormFields;
        options.ValueLengthLimit = (int)WebLimits.BodyBytes;
        options.MultipartBodyLengthLimit = WebLimits.UploadBytes;
    }

    private static void ShapeJson(JsonSerializerOptions json)
    {
        json.MaxDepth = WebLimits.JsonDepth;
        json.AllowDuplicateProperties = false;
        json.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
    }

    private static void AddCompression(IServiceCollection services)
    {
        services.AddResponseCompression(options =>
        {
            // Pages carry no secret beside what the reader typed, so compression over TLS gives nothing away.
            options.EnableForHttps = true;
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, Problem.MediaType, "image/svg+xml",
                "text/csv", "application/jsonl"];
        });
        services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
    }

    private static void TrustProxies(IServiceCollection services, IConfiguration configuration)
    {
        if (configuration[TrustedProxiesKey] is not { Length: > 0 } trusted) return;
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders =
                ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var one in trusted.Split(
                ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (one.Contains('/')) options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(one));
                else options.KnownProxies.Add(IPAddress.Parse(one));
            }
        });
    }
}

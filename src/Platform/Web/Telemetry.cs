using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Lingnan.Platform.Web;

/// <summary>Our own traces and measures; attributes never carry personal data.</summary>
public static class Telemetry
{
    /// <summary>Name of the source and of the meter.</summary>
    public const string Name = "Lingnan";

    /// <summary>Makes activities.</summary>
    public static readonly ActivitySource Source = new(Name);

    /// <summary>Makes instruments.</summary>
    public static readonly Meter Meter = new(Name);

    private const string EndpointKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    internal static void AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddLogging(logging =>
        {
            logging.ClearProviders();
            logging.Configure(options => options.ActivityTrackingOptions =
                ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
            logging.AddJsonConsole(console =>
            {
                console.IncludeScopes = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            });
            // The framework's request lines carry query strings, and those may carry names and numbers of people.
            logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
            logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
            // Says that keys are not encrypted at rest: they lie in a folder that only the city's account can read.
            logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        });
        if (string.IsNullOrEmpty(configuration[EndpointKey])) return;
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("lingnan"))
            .WithTracing(tracing => tracing.AddSource(Name).AddAspNetCoreInstrumentation().AddOtlpExporter())
            .WithMetrics(metrics => metrics.AddMeter(Name).AddAspNetCoreInstrumentation()
                .AddMeter("System.Runtime").AddOtlpExporter());
    }
}

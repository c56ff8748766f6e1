using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace FashionSpark.Web.Telemetry;

/// <summary>Spans of a request's steps, sent to an OTLP collector where an option names one.</summary>
internal static class ServiceTraces
{
    public const string Name = "FashionSpark.Web";

    /// <summary>Costs nothing while nobody listens.</summary>
    public static ActivitySource Source { get; } = new(Name);

    /// <summary>Apart, so that OpenTelemetry is loaded only where it is wanted.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Add(IServiceCollection services, Uri collector) => services.AddOpenTelemetry()
        .ConfigureResource(resource => resource.AddService("fashionspark"))
        .WithTracing(traces => traces.AddSource(Name).AddAspNetCoreInstrumentation().AddOtlpExporter(otlp =>
        {
            // Port 4318 is OTLP over plain HTTP by convention; everything else speaks gRPC.
            otlp.Protocol = collector.Port == 4318 || collector.AbsolutePath.Length > 1
                ? OpenTelemetry.Exporter.OtlpExportProtocol.HttpProtobuf
                : OpenTelemetry.Exporter.OtlpExportProtocol.Grpc;
            otlp.Endpoint = collector.Port == 4318 && collector.AbsolutePath.Length <= 1 ? new Uri(collector, "/v1/traces") : collector;
        }));
}

using System.Net;
using FashionSpark.Datasets;
using FashionSpark.Images;
using FashionSpark.Web.Api;
using FashionSpark.Web.Feedback;
using FashionSpark.Web.Inference;
using FashionSpark.Web.Models;
using FashionSpark.Web.Page;
using FashionSpark.Web.Security;
using FashionSpark.Web.Telemetry;
using FashionSpark.Web.Uploads;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FashionSpark.Web.Hosting;

/// <summary>The service: models loaded, listening from <see cref="StartAsync"/> until it is disposed.</summary>
public sealed class WebService : IAsyncDisposable
{
    /// <summary>Bytes that all uploads of a moment may take.</summary>
    private const long UploadBytes = 256_000_000;

    /// <summary>Time for requests in progress to end; then they are cut.</summary>
    private static readonly TimeSpan GoodbyeTime = TimeSpan.FromSeconds(30);

    private readonly WebApplication _app;

    private WebService(WebApplication app) => _app = app;

    /// <summary>Where it listens, with the ports that were free.</summary>
    public IReadOnlyList<string> Urls => [.. _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];

    /// <summary>Names and versions of its models.</summary>
    public IReadOnlyList<(string Name, string Version)> Models =>
        [.. _app.Services.GetRequiredService<ModelShelf>().Slots.Select(slot => (slot.Name, slot.Current.Label))];

    internal IServiceProvider Services => _app.Services;

    /// <param name="options">What to serve, where, and its limits.</param>
    /// <param name="log">Takes a line of the log.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Stops the start.</param>
    /// <param name="feedback">Where corrections can go, other than to a Delta table.</param>
    /// <exception cref="InvalidInputException">An option cannot be used, or an address is taken.</exception>
    /// <exception cref="ModelFormatException">A model cannot be used.</exception>
    public static async Task<WebService> StartAsync(ServeOptions options, Action<string> log, TimeProvider time, CancellationToken cancellation, FeedbackKinds? feedback = null)
    {
        options.Validate();

        // Empty: no environment variable or settings file opens a port that the options do not name.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Limit).UseUrls([.. options.Urls]);
        builder.Logging.AddProvider(new LineLogger(log, time)).SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning);
        AddServices(builder.Services, options, time, feedback ?? new FeedbackKinds());
        WebApplication app = builder.Build();
        try
        {
            Route(app, options);

            // Before listening: a model that cannot be used is the caller's to know.
            app.Services.GetRequiredService<ModelShelf>();
            await app.StartAsync(cancellation).ConfigureAwait(false);
            return new WebService(app);
        }
        catch (Exception e)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw e is IOException ? new InvalidInputException($"The service cannot listen at {string.Join(", ", options.Urls)}: {e.Message} Name another address with --urls.", e) : e;
        }
    }

    /// <summary>Ends when <paramref name="cancellation"/> asks for it: no new requests, and those in progress are answered.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await _app.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    private static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;

        // Kestrel would cut the connection before the client has read why; the upload reader has the limit, and what comes after it is not kept.
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MaxConcurrentConnections = 1000;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
        kestrel.Limits.MaxRequestHeaderCount = 50;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 << 10;

        // A slow telephone line has five times that; who is slower holds memory for an hour.
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1000, gracePeriod: TimeSpan.FromSeconds(5));
    }

    private static void AddServices(IServiceCollection services, ServeOptions options, TimeProvider time, FeedbackKinds feedback)
    {
        services.AddSingleton(options).AddSingleton(time);
        services.AddRoutingCore();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = GoodbyeTime);
        services.AddSingleton<ServiceMetrics>().AddSingleton<RequestMeter>().AddSingleton<ProblemsAnswer>();
        services.AddSingleton<PageFiles>().AddSingleton<ModelFigures>();
        services.AddSingleton(_ => ModelShelf.Open(options.Models, ImageDecoders.Default.WithLimit(options.MaxMegapixels).WithGuard(DecodeGuard.OfThisProgram())));
        services.AddSingleton(new UploadBudget(UploadBytes)).AddSingleton<UploadReader>();
        services.AddSingleton(all => new PictureQueue(all.GetRequiredService<ModelShelf>().Decoders, all.GetRequiredService<ServiceMetrics>(), options.MaxWaiting, Environment.ProcessorCount));
        services.AddSingleton<PredictEndpoint>().AddSingleton<ModelsEndpoint>();
        services.AddSingleton<ModelWatcher>().AddHostedService(all => all.GetRequiredService<ModelWatcher>());
        if (options.Feedback is not null)
        {
            services.AddSingleton(feedback).AddSingleton<FeedbackEndpoint>().AddSingleton<FeedbackStore>().AddHostedService(all => all.GetRequiredService<FeedbackStore>());
        }

        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.DefaultIgnoreCondition = Json.Options.DefaultIgnoreCondition);
        AddressLimit.Add(services, options.PerMinute);
        ApiDescription.Add(services);
        if (options.Traces is { } collector)
        {
            ServiceTraces.Add(services, new Uri(collector));
        }
    }

    private static void Route(WebApplication app, ServeOptions options)
    {
        if (options.Proxies.Count > 0)
        {
            var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
            forwarded.KnownProxies.Clear();
            foreach (string proxy in options.Proxies)
            {
                forwarded.KnownProxies.Add(IPAddress.Parse(proxy));
            }

            app.UseForwardedHeaders(forwarded);
        }

        app.Use(SecurityHeaders.AddAsync);
        app.UseRouting();
        app.Use(app.Services.GetRequiredService<RequestMeter>().MeasureAsync);
        app.Use(app.Services.GetRequiredService<ProblemsAnswer>().HandleAsync);
        app.UseRateLimiter();
        Routes.Map(app);
    }
}

using FashionSpark.Reporting;
using FashionSpark.Web.Api;
using FashionSpark.Web.Models;
using FashionSpark.Web.Page;
using FashionSpark.Web.Security;
using FashionSpark.Web.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FashionSpark.Web.Hosting;

/// <summary>Every address of the service.</summary>
internal static class Routes
{
    private static readonly string[] GetAndHead = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(WebApplication app)
    {
        MapPage(app);
        MapApi(app);
        MapOperations(app);
    }

    private static void MapPage(WebApplication app)
    {
        foreach ((string path, PageFile file) in app.Services.GetRequiredService<PageFiles>().All)
        {
            app.MapMethods(path, GetAndHead, file.SendAsync).ExcludeFromDescription();
        }

        // The model tab: the report's own sections, as a piece of the page.
        app.MapGet("/model/{name}", async (string name, ModelShelf shelf, ModelFigures figures, CancellationToken cancellation) =>
        {
            ModelSlot slot = shelf.Find(name) ?? throw ModelsEndpoint.NoModel(name, shelf);
            return Results.Content(ModelReport.Write(await figures.OfAsync(slot.Current, cancellation).ConfigureAwait(false)), "text/html; charset=utf-8");
        }).RequireRateLimiting(AddressLimit.Policy).ExcludeFromDescription();
    }

    private static void MapApi(WebApplication app)
    {
        PredictEndpoint predict = app.Services.GetRequiredService<PredictEndpoint>();
        ModelsEndpoint models = app.Services.GetRequiredService<ModelsEndpoint>();
        ApiDescription.Predict(app.MapPost("/api/predict", predict.PredictAsync).RequireRateLimiting(AddressLimit.Policy));
        ApiDescription.Models(app.MapGet("/api/models", models.List));
        ApiDescription.Model(app.MapGet("/api/model/{name}", models.ShowAsync).RequireRateLimiting(AddressLimit.Policy));
        if (app.Services.GetService<FeedbackEndpoint>() is { } feedback)
        {
            ApiDescription.Feedback(app.MapPost("/api/feedback", feedback.TakeAsync).RequireRateLimiting(AddressLimit.Policy));
        }

        app.MapOpenApi("/openapi/{documentName}.json");
    }

    private static void MapOperations(WebApplication app)
    {
        var life = app.Services.GetRequiredService<IHostApplicationLifetime>();
        ServiceMetrics metrics = app.Services.GetRequiredService<ServiceMetrics>();
        app.MapGet("/health/live", () => Results.Text("alive")).ExcludeFromDescription();
        app.MapGet("/health/ready", () => life.ApplicationStopping.IsCancellationRequested
            ? Results.Text("stopping", statusCode: StatusCodes.Status503ServiceUnavailable)
            : Results.Text("ready")).ExcludeFromDescription();
        app.MapGet("/metrics", async (HttpContext context) =>
        {
            context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
            await metrics.Registry.CollectAndExportAsTextAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
        }).ExcludeFromDescription();
    }
}

using System.Text;
using FashionSpark.Web.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FashionSpark.Web.Tests.Api;

public sealed class TracesTests
{
    [Fact]
    public async Task Spans_OfARequest_ComeToTheCollector()
    {
        var received = new TaskCompletionSource<string>();
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        await using WebApplication collector = builder.Build();
        collector.UseRouting();
        collector.MapPost("/v1/traces", async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received.TrySetResult(Encoding.Latin1.GetString(body.ToArray()));
        });
        await collector.StartAsync(TestContext.Current.CancellationToken);

        // What is not sent yet is sent when the service is stopped.
        await using (Served served = await Served.StartAsync(options => options with { Traces = $"{collector.Urls.Single()}/v1/traces" }))
        {
            await served.AnswerAsync(Served.Body(Pictures.Grey(200)));
        }

        string spans = await received.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Contains("decode", spans, StringComparison.Ordinal);
        Assert.Contains("infer", spans, StringComparison.Ordinal);
        Assert.Contains("POST /api/predict", spans, StringComparison.Ordinal);
        await collector.StopAsync(TestContext.Current.CancellationToken);
    }
}

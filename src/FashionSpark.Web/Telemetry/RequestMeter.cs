using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FashionSpark.Web.Telemetry;

/// <summary>Counts and times every request, by the route it took: paths are the client's, and have no end.</summary>
internal sealed class RequestMeter
{
    private readonly ServiceMetrics _metrics;
    private readonly TimeProvider _time;

    public RequestMeter(ServiceMetrics metrics, TimeProvider time)
    {
        _metrics = metrics;
        _time = time;
    }

    public async Task MeasureAsync(HttpContext context, Func<Task> next)
    {
        long begin = _time.GetTimestamp();
        try
        {
            await next().ConfigureAwait(false);
        }
        finally
        {
            string endpoint = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "none";
            string status = context.RequestAborted.IsCancellationRequested ? "hung-up" : context.Response.StatusCode.ToString(CultureInfo.InvariantCulture);
            _metrics.Requests.WithLabels(endpoint, status).Inc();
            _metrics.Seconds.WithLabels(endpoint).Observe(_time.GetElapsedTime(begin).TotalSeconds);
        }
    }
}

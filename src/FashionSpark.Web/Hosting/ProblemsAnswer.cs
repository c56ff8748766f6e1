using FashionSpark.Web.Api;
using FashionSpark.Web.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FashionSpark.Web.Hosting;

/// <summary>Whatever goes wrong with a request becomes a problem for the client, and where it is our fault a line in the log.</summary>
internal sealed class ProblemsAnswer
{
    private readonly ServiceMetrics _metrics;
    private readonly ILogger<ProblemsAnswer> _log;

    public ProblemsAnswer(ServiceMetrics metrics, ILogger<ProblemsAnswer> log)
    {
        _metrics = metrics;
        _log = log;
    }

    public async Task HandleAsync(HttpContext context, Func<Task> next)
    {
        try
        {
            await next().ConfigureAwait(false);
            if (!context.Response.HasStarted && context.Response is { StatusCode: StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed, ContentLength: null } response)
            {
                await new Problem(response.StatusCode, "not-found", "There is nothing at this address.").WriteAsync(context).ConfigureAwait(false);
            }
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be told.
            _metrics.Rejections.WithLabels("hung-up").Inc();
        }
#pragma warning disable CA1031 // The outermost place of a request.
        catch (Exception e)
        {
            var problem = Problem.Of(e);
            _metrics.Rejections.WithLabels(problem.Reason).Inc();
            if (problem.Status >= StatusCodes.Status500InternalServerError && problem.RetryAfter is null)
            {
                _log.LogError(e, "{Method} {Endpoint} failed", context.Request.Method, context.GetEndpoint()?.DisplayName);
            }

            if (context.Response.HasStarted)
            {
                context.Abort();
                return;
            }

            await problem.WriteAsync(context).ConfigureAwait(false);
        }
#pragma warning restore CA1031
    }
}

using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using FashionSpark.Web.Api;
using FashionSpark.Web.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FashionSpark.Web.Security;

/// <summary>How often an address may ask for what costs work.</summary>
internal static class AddressLimit
{
    public const string Policy = "address";

    /// <summary>A part of a minute after which a share of the tokens comes back.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    public static void Add(IServiceCollection services, int perMinute) => services.AddRateLimiter(limiter =>
    {
        limiter.AddPolicy(Policy, context => perMinute == 0
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetTokenBucketLimiter(Of(context.Connection.RemoteIpAddress), _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = perMinute,
                TokensPerPeriod = Math.Max(1, (int)(perMinute * Period.TotalMinutes)),
                ReplenishmentPeriod = Period,
                QueueLimit = 0,
            }));
        limiter.OnRejected = (rejected, _) =>
        {
            HttpContext context = rejected.HttpContext;
            context.RequestServices.GetRequiredService<ServiceMetrics>().Rejections.WithLabels("too-many-requests").Inc();
            var problem = new Problem(StatusCodes.Status429TooManyRequests, "too-many-requests", $"More than {perMinute} requests a minute came from your address. Try again in {(int)Period.TotalSeconds} seconds.")
            {
                RetryAfter = (int)Period.TotalSeconds,
            };
            return new ValueTask(problem.WriteAsync(context));
        };
    });

    /// <summary>An IPv6 network is one household: whoever has a /64 has 2^64 addresses.</summary>
    internal static string Of(IPAddress? address)
    {
        if (address is null)
        {
            return "";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}

using System.Net;
using FashionSpark.Images;

namespace FashionSpark.Web;

/// <summary>Options of <c>serve</c>.</summary>
public sealed record ServeOptions
{
    /// <summary>This machine alone.</summary>
    public const string DefaultUrl = "http://127.0.0.1:8080";

    /// <summary>What a phone takes at its best, and half of what the pipeline accepts from people who know what they do.</summary>
    public const int DefaultMaxMegapixels = 50;

    /// <summary>Five of the largest JPEGs that phones write.</summary>
    public const int DefaultMaxMegabytes = 50;

    public const int DefaultMaxFiles = 20;

    /// <summary>Seconds of work for two cores with a network for photos (0.1 to 0.2 s each).</summary>
    public const int DefaultMaxWaiting = 64;

    /// <summary>A visitor who drops an album is not turned away; a program that asks all day is.</summary>
    public const int DefaultPerMinute = 240;

    /// <summary>Highest values that options may have.</summary>
    public const int MostMegabytes = 1000;
    public const int MostFiles = 1000;
    public const int MostWaiting = 100_000;
    public const int MostPerMinute = 1_000_000;

    /// <summary>Model files, <c>FILE</c> or <c>NAME=FILE</c>; without a name the model's own is taken. The first answers where a request names none.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Where to listen, with a port: loopback unless told otherwise; port 0 takes a free one.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [DefaultUrl];

    /// <summary>Folders of result tables in which the models' figures are looked up; none = <c>warehouse</c> beside the folder of each model, as <c>quickstart</c> leaves it.</summary>
    public IReadOnlyList<string> Warehouses { get; init; } = [];

    /// <summary>Delta table, or PostgreSQL database, that takes what visitors say a picture shows, with the picture; null = nothing is ever kept.</summary>
    public string? Feedback { get; init; }

    /// <summary>Pictures of more megapixels are refused by their header.</summary>
    public int MaxMegapixels { get; init; } = DefaultMaxMegapixels;

    /// <summary>Megabytes of a request.</summary>
    public int MaxMegabytes { get; init; } = DefaultMaxMegabytes;

    /// <summary>Pictures in a request.</summary>
    public int MaxFiles { get; init; } = DefaultMaxFiles;

    /// <summary>Pictures that wait for a model at a time; more are answered 503.</summary>
    public int MaxWaiting { get; init; } = DefaultMaxWaiting;

    /// <summary>Requests of an address a minute to what costs work; more are answered 429. 0 = no limit.</summary>
    public int PerMinute { get; init; } = DefaultPerMinute;

    /// <summary>Addresses of reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.</summary>
    public IReadOnlyList<string> Proxies { get; init; } = [];

    /// <summary>OTLP endpoint that traces are sent to, such as <c>http://127.0.0.1:4317</c>; null = none.</summary>
    public string? Traces { get; init; }

    /// <exception cref="InvalidInputException">Names every option that cannot be used.</exception>
    public void Validate()
    {
        List<string> errors = [];
        if (Models.Count == 0)
        {
            errors.Add("no model is named");
        }

        errors.AddRange(Urls.Where(url => !IsHttp(url)).Select(url => $"url '{url}' is not like {DefaultUrl} (TLS is a proxy's work)"));
        errors.AddRange(Proxies.Where(proxy => !IPAddress.TryParse(proxy, out _)).Select(proxy => $"proxy '{proxy}' is not an IP address"));
        errors.AddRange(Range("max-megapixels", MaxMegapixels, 1, ImageDecoders.MostMegapixels));
        errors.AddRange(Range("max-megabytes", MaxMegabytes, 1, MostMegabytes));
        errors.AddRange(Range("max-files", MaxFiles, 1, MostFiles));
        errors.AddRange(Range("max-waiting", MaxWaiting, 1, MostWaiting));
        errors.AddRange(Range("per-minute", PerMinute, 0, MostPerMinute));
        if (Traces is not null && !(Uri.TryCreate(Traces, UriKind.Absolute, out Uri? traces) && traces.Scheme is "http" or "https"))
        {
            errors.Add($"traces '{Traces}' is not the address of an OTLP collector, such as http://127.0.0.1:4317");
        }

        if (errors.Count > 0)
        {
            throw new InvalidInputException($"The service cannot start: {string.Join("; ", errors)}.");
        }
    }

    private static bool IsHttp(string url) =>
        Uri.TryCreate(url.Replace("*", "any", StringComparison.Ordinal).Replace("+", "any", StringComparison.Ordinal), UriKind.Absolute, out Uri? uri) && uri.Scheme == "http";

    private static IEnumerable<string> Range(string name, int value, int least, int most) =>
        value < least || value > most ? [$"{name} is {value}, outside {least} to {most}"] : [];
}

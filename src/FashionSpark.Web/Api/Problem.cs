using FashionSpark.Images;
using FashionSpark.Web.Inference;
using Microsoft.AspNetCore.Http;

namespace FashionSpark.Web.Api;

/// <summary>What went wrong, as RFC 9457 has it; never a stack trace.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Reason">Code for programs and metrics.</param>
/// <param name="Detail">For people: what is wrong, the value, and what to do.</param>
internal sealed record Problem(int Status, string Reason, string Detail)
{
    /// <summary>Seconds after which trying again may help; null = it will not.</summary>
    public int? RetryAfter { get; init; }

    public static Problem Of(Exception exception) => exception switch
    {
        RefusedException refused => new(refused.Status, refused.Reason, refused.Message),
        ImageFormatException image => new(StatusOf(image.Reason), image.Reason, image.Reason == QuarantineReason.CrashedDecoder ? "No decoder survives this picture." : image.Message),
        QueueFullException full => new(StatusCodes.Status503ServiceUnavailable, "busy", $"{full.Message} Try again in a second.") { RetryAfter = 1 },
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new(StatusCodes.Status413PayloadTooLarge, "body-too-large", "The request is larger than this service takes."),
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => new(StatusCodes.Status408RequestTimeout, "too-slow", "The request came too slowly."),
        BadHttpRequestException bad => new(bad.StatusCode, "bad-request", "The request is not understood."),
        _ => new(StatusCodes.Status500InternalServerError, "failed", "The service failed on this request. It is in its log."),
    };

    /// <summary>Writes it as the response, and counts it.</summary>
    public Task WriteAsync(HttpContext context, IReadOnlyList<FileProblem>? files = null)
    {
        context.Response.Clear();
        context.Response.StatusCode = Status;
        if (RetryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        var body = new ProblemBody($"urn:fashionspark:{Reason}", Title(Status), Status, Detail, Reason, files);
        return context.Response.WriteAsJsonAsync(body, Json.Options, "application/problem+json", CancellationToken.None);
    }

    private static int StatusOf(string reason) => reason switch
    {
        QuarantineReason.Empty => StatusCodes.Status400BadRequest,
        QuarantineReason.UnknownFormat or QuarantineReason.Unsupported => StatusCodes.Status415UnsupportedMediaType,
        QuarantineReason.TooLarge => StatusCodes.Status413PayloadTooLarge,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    private static string Title(int status) => Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status);
}

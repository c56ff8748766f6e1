using FashionSpark.Web.Feedback;
using FashionSpark.Web.Inference;
using FashionSpark.Web.Models;
using FashionSpark.Web.Telemetry;
using FashionSpark.Web.Uploads;
using Microsoft.AspNetCore.Http;

namespace FashionSpark.Web.Api;

/// <summary><c>POST /api/feedback</c>: a picture and what it really shows. Only there where the service was told to keep them.</summary>
internal sealed class FeedbackEndpoint
{
    private readonly ModelShelf _shelf;
    private readonly UploadReader _uploads;
    private readonly PictureQueue _queue;
    private readonly FeedbackStore _store;
    private readonly ServiceMetrics _metrics;
    private readonly TimeProvider _time;

    public FeedbackEndpoint(ModelShelf shelf, UploadReader uploads, PictureQueue queue, FeedbackStore store, ServiceMetrics metrics, TimeProvider time)
    {
        _shelf = shelf;
        _uploads = uploads;
        _queue = queue;
        _store = store;
        _metrics = metrics;
        _time = time;
    }

    /// <param name="context">The request.</param>
    /// <param name="model">Name of the model whose answer is corrected; null = the first.</param>
    public async Task TakeAsync(HttpContext context, string? model = null)
    {
        // Another site's page must not speak for its visitors.
        if (context.Request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site")
        {
            throw new RefusedException(StatusCodes.Status403Forbidden, "cross-site", "Corrections are taken from this service's own page, and from programs.");
        }

        ModelSlot slot = _shelf.Find(model) ?? throw ModelsEndpoint.NoModel(model, _shelf);
        using UploadForm form = await _uploads.ReadAsync(context).ConfigureAwait(false);
        LoadedModel shared = slot.Share();
        try
        {
            string label = form.Texts.GetValueOrDefault("label", "");
            if (form.Files.Count != 1 || !shared.Card.Classes.Contains(label))
            {
                throw new RefusedException(
                    StatusCodes.Status400BadRequest, "bad-label", $"A correction is one picture in the field 'file' and its class in the field 'label': {string.Join(", ", shared.Card.Classes)}.");
            }

            // Answered once more: it proves that the bytes are a picture, and the answer belongs to the row.
            PictureAnswer answer = await AskAsync(slot, shared, form.Files[0], context.RequestAborted).ConfigureAwait(false);
            _store.Add(new Correction(form.Files[0].Content.ToArray(), label, answer.Prediction.Class, answer.Prediction.Confidence, shared.Label, _time.GetUtcNow()));
            _metrics.Feedback.WithLabels(label).Inc();
            context.Response.StatusCode = StatusCodes.Status202Accepted;
        }
        finally
        {
            shared.Release();
        }
    }

    private async Task<PictureAnswer> AskAsync(ModelSlot slot, LoadedModel model, Upload file, CancellationToken cancellation)
    {
        _queue.Enter(1);
        try
        {
            return await _queue.AskAsync(new PictureJob { Model = model, ModelName = slot.Name, Name = file.Name, Content = file.Content, Explain = false, Cancellation = cancellation })
                .ConfigureAwait(false);
        }
        finally
        {
            _queue.Leave(1);
        }
    }
}

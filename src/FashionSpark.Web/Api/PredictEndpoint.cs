using FashionSpark.Web.Inference;
using FashionSpark.Web.Models;
using FashionSpark.Web.Telemetry;
using FashionSpark.Web.Uploads;
using Microsoft.AspNetCore.Http;

namespace FashionSpark.Web.Api;

/// <summary><c>POST /api/predict</c>: what pictures show.</summary>
internal sealed class PredictEndpoint
{
    private readonly ModelShelf _shelf;
    private readonly UploadReader _uploads;
    private readonly PictureQueue _queue;
    private readonly ServiceMetrics _metrics;

    public PredictEndpoint(ModelShelf shelf, UploadReader uploads, PictureQueue queue, ServiceMetrics metrics)
    {
        _shelf = shelf;
        _uploads = uploads;
        _queue = queue;
        _metrics = metrics;
    }

    /// <param name="context">The request.</param>
    /// <param name="model">Name of the model to ask; null = the first.</param>
    /// <param name="explain">Also what the model saw, and where it looked.</param>
    public async Task PredictAsync(HttpContext context, string? model = null, bool explain = false)
    {
        ModelSlot slot = _shelf.Find(model) ?? throw ModelsEndpoint.NoModel(model, _shelf);
        using UploadForm form = await _uploads.ReadAsync(context).ConfigureAwait(false);
        LoadedModel shared = slot.Share();
        try
        {
            Outcome[] outcomes = await AskAsync(slot, shared, form, explain, context.RequestAborted).ConfigureAwait(false);
            FileProblem[] problems = [.. outcomes.Select(outcome => outcome.Problem).OfType<FileProblem>()];
            if (problems.Length == outcomes.Length)
            {
                await outcomes[0].Cause!.WriteAsync(context, outcomes.Length > 1 ? problems : null).ConfigureAwait(false);
                return;
            }

            var response = new PredictResponse(slot.Name, shared.Label, [.. outcomes.Select(outcome => outcome.Answer).OfType<PictureResponse>()], problems);
            await context.Response.WriteAsJsonAsync(response, Json.Options, context.RequestAborted).ConfigureAwait(false);
        }
        finally
        {
            shared.Release();
        }
    }

    /// <summary>All pictures at once; returns when no worker uses any of them any more.</summary>
    private async Task<Outcome[]> AskAsync(ModelSlot slot, LoadedModel model, UploadForm form, bool explain, CancellationToken cancellation)
    {
        int pictures = form.Files.Count;
        _queue.Enter(pictures);
        try
        {
            return await Task.WhenAll(form.Files.Select((file, index) => AskAsync(
                index,
                new PictureJob { Model = model, ModelName = slot.Name, Name = file.Name, Content = file.Content, Explain = explain, Cancellation = cancellation })))
                .ConfigureAwait(false);
        }
        finally
        {
            _queue.Leave(pictures);
        }
    }

    private async Task<Outcome> AskAsync(int index, PictureJob job)
    {
        try
        {
            return new Outcome(PictureResponse.Of(index, await _queue.AskAsync(job).ConfigureAwait(false)), null, null);
        }
        catch (ImageFormatException e)
        {
            var problem = Problem.Of(e);
            _metrics.Rejections.WithLabels(problem.Reason).Inc();
            return new Outcome(null, new FileProblem(index, job.Name, problem.Reason, problem.Detail), problem);
        }
    }

    /// <summary>An answer, or why there is none.</summary>
    private sealed record Outcome(PictureResponse? Answer, FileProblem? Problem, Problem? Cause);
}

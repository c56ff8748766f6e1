using System.Diagnostics;
using FashionSpark.Images;
using FashionSpark.Models;
using FashionSpark.Reporting;
using FashionSpark.Scoring;
using FashionSpark.Web.Telemetry;

namespace FashionSpark.Web.Inference;

/// <summary>What a worker does with a picture: the same decoding, views and model as the job and <c>predict</c>.</summary>
internal static class PictureWork
{
    /// <exception cref="ImageFormatException">The bytes are no image that can be used.</exception>
    public static PictureAnswer Do(PictureJob job, ServiceMetrics metrics)
    {
        byte[] pixels;
        using (ServiceTraces.Source.StartActivity("decode"))
        {
            pixels = job.Model.Reader.Read(job.Content);
        }

        ModelMetadata card = job.Model.Card;
        var probabilities = new float[card.Classes.Count];
        Prediction prediction;
        using (Activity? activity = ServiceTraces.Source.StartActivity("infer"))
        {
            job.Model.Classifier.Predict(pixels, 1, probabilities);
            prediction = Prediction.Of(job.Name, card, probabilities);
            activity?.SetTag("model", job.Model.Label)?.SetTag("class", prediction.Class);
        }

        metrics.Answered(job.ModelName, prediction);
        return job.Explain ? Explain(job, prediction, pixels) : new PictureAnswer(prediction);
    }

    /// <summary>The first view, and where the model looked in it.</summary>
    private static PictureAnswer Explain(PictureJob job, Prediction prediction, byte[] pixels)
    {
        ModelMetadata card = job.Model.Card;
        var seen = new PixelImage(card.Width, card.Height, card.Channels, pixels.AsMemory(0, card.Width * card.Height * card.Channels));
        HeatMap? heat = job.Model.HasHeatMap ? job.Model.Classifier.HeatMap(pixels, card.Classes.ToList().IndexOf(prediction.Class)) : null;
        return new PictureAnswer(prediction, PngFile.Encode(seen), heat, heat is null ? null : PngFile.Encode(HeatOverlay.Draw(seen, heat)));
    }
}

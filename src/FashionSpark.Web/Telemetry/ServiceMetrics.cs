using FashionSpark.Scoring;
using Prometheus;

namespace FashionSpark.Web.Telemetry;

/// <summary>What the service counts, in a registry of its own.</summary>
internal sealed class ServiceMetrics
{
    /// <summary>Names of endpoints and codes only, never what a client sent: every label value is a time series for good.</summary>
    public ServiceMetrics()
    {
        MetricFactory factory = Metrics.WithCustomRegistry(Registry);
        DotNetStats.Register(Registry);
        Requests = factory.CreateCounter("fashionspark_requests_total", "Requests by endpoint and status.", "endpoint", "status");
        Seconds = factory.CreateHistogram("fashionspark_request_seconds", "Seconds from a request's head to its answer.", ["endpoint"], new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(0.001, 2, 14) });
        Predictions = factory.CreateCounter("fashionspark_predictions_total", "Answers by model, class and whether the model was sure.", "model", "class", "sure");
        Confidence = factory.CreateHistogram("fashionspark_confidence", "Confidence of the answers.", ["model"], new HistogramConfiguration { Buckets = Histogram.LinearBuckets(0.1, 0.1, 10) });
        Rejections = factory.CreateCounter("fashionspark_rejections_total", "Pictures and requests that were refused, by reason.", "reason");
        ModelLoads = factory.CreateCounter("fashionspark_model_loads_total", "Model files that changed, by what became of them: taken or refused.", "model", "result");
        Waiting = factory.CreateGauge("fashionspark_pictures_waiting", "Pictures that have no answer yet.");
        Feedback = factory.CreateCounter("fashionspark_feedback_total", "Corrections of visitors, by class.", "class");
    }

    public CollectorRegistry Registry { get; } = Metrics.NewCustomRegistry();

    public Counter Requests { get; }

    public Histogram Seconds { get; }

    public Counter Predictions { get; }

    public Histogram Confidence { get; }

    public Counter Rejections { get; }

    public Counter ModelLoads { get; }

    public Gauge Waiting { get; }

    public Counter Feedback { get; }

    public void Answered(string model, Prediction prediction)
    {
        Predictions.WithLabels(model, prediction.Class, prediction.Sure ? "true" : "false").Inc();
        Confidence.WithLabels(model).Observe(prediction.Confidence);
    }
}

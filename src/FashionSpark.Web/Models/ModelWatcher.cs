using FashionSpark.Models;
using FashionSpark.Web.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FashionSpark.Web.Models;

/// <summary>
/// Looks at the model files and takes a new content into service: loaded beside the old one, tried, then exchanged. One that
/// cannot be used is refused once and the old one stays.
/// </summary>
/// <remarks>It asks for size and time rather than for notifications, which network and container volumes often do not send.</remarks>
internal sealed class ModelWatcher : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private readonly ModelShelf _shelf;
    private readonly ServiceMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<ModelWatcher> _log;
    private readonly Dictionary<ModelSlot, (long Length, DateTime Written)> _seen;

    public ModelWatcher(ModelShelf shelf, ServiceMetrics metrics, TimeProvider time, ILogger<ModelWatcher> log)
    {
        _shelf = shelf;
        _metrics = metrics;
        _time = time;
        _log = log;

        // Nothing is known of a file but what the loaded model's hash says: a change between loading and now is found at the first look.
        _seen = shelf.Slots.ToDictionary(slot => slot, _ => (-1L, default(DateTime)));
    }

    /// <summary>Looks at every file once.</summary>
    public void Look()
    {
        foreach (ModelSlot slot in _shelf.Slots)
        {
            try
            {
                Look(slot);
            }
            catch (Exception e) when (e is FashionSparkException or IOException or UnauthorizedAccessException)
            {
                _metrics.ModelLoads.WithLabels(slot.Name, "refused").Inc();
                string label = slot.Current.Label;
                _log.LogWarning("Model {Name}: the file changed and is refused, {Label} stays in service: {Message}", slot.Name, label, e.Message);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            Look();
        }
    }

    private void Look(ModelSlot slot)
    {
        var file = new FileInfo(slot.Path);
        (long, DateTime) now = file.Exists ? (file.Length, file.LastWriteTimeUtc) : default;
        if (now == _seen[slot])
        {
            return;
        }

        _seen[slot] = now;
        if (ModelFormats.HashOf(slot.Path) == slot.Current.Classifier.Hash)
        {
            return;
        }

        string old = slot.Current.Label;
        slot.Replace(LoadedModel.Open(slot.Path, _shelf.Decoders));
        _metrics.ModelLoads.WithLabels(slot.Name, "taken").Inc();
        if (_log.IsEnabled(LogLevel.Information))
        {
            _log.LogInformation("Model {Name}: {New} takes the place of {Old}", slot.Name, slot.Current.Label, old);
        }
    }
}

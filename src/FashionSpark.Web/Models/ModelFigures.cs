using FashionSpark.Engines.Local;
using FashionSpark.Pipeline;
using FashionSpark.Reporting;
using Microsoft.Extensions.Logging;

namespace FashionSpark.Web.Models;

/// <summary>What the warehouses' tables say of a model, or else its own file; read anew after a minute at the earliest.</summary>
internal sealed class ModelFigures : IAsyncDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly IReadOnlyList<string> _warehouses;
    private readonly TimeProvider _time;
    private readonly ILogger<ModelFigures> _log;
    private readonly LocalEngine _engine;
    private readonly SemaphoreSlim _reading = new(1);
    private readonly Dictionary<string, ReportContents> _known = new(StringComparer.Ordinal);

    public ModelFigures(ServeOptions options, ModelShelf shelf, TimeProvider time, ILogger<ModelFigures> log)
    {
        _warehouses = options.Warehouses.Count > 0 ? options.Warehouses : [.. shelf.Slots.Select(slot => Beside(slot.Path)).Distinct().Where(Directory.Exists)];
        _time = time;
        _log = log;
        _engine = new LocalEngine(new Engines.PartitionFunctionRegistry(), time: time);
    }

    public async Task<ReportContents> OfAsync(LoadedModel model, CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (!_known.TryGetValue(model.Label, out ReportContents? report) || _time.GetUtcNow() - report.WrittenAt >= Fresh)
            {
                report = await ReadAsync(model, cancellation).ConfigureAwait(false);

                // Models that were replaced are not asked for any more.
                if (_known.Count > 100)
                {
                    _known.Clear();
                }

                _known[model.Label] = report;
            }

            return report;
        }
        finally
        {
            _reading.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _reading.Dispose();
        await _engine.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Where <c>quickstart</c> leaves its tables: <c>warehouse</c> beside the folder of the model.</summary>
    private static string Beside(string model) => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(model))!, "..", "warehouse"));

    /// <summary>The first warehouse that knows the model counts; one that cannot be read is as one that does not.</summary>
    private async Task<ReportContents> ReadAsync(LoadedModel model, CancellationToken cancellation)
    {
        foreach (string warehouse in _warehouses)
        {
            try
            {
                var reader = new ReportReader(new PipelineContext { Engine = _engine, Warehouse = warehouse, RunId = "serve", Time = _time });
                if (await reader.ReadModelAsync(model.Card, model.Label, cancellation).ConfigureAwait(false) is { } report)
                {
                    return report;
                }
            }
            catch (Exception e) when (e is FashionSparkException or IOException or UnauthorizedAccessException)
            {
                _log.LogWarning("Figures of {Model} cannot be read from {Warehouse}: {Message}", model.Label, warehouse, e.Message);
            }
        }

        return ModelReport.Of(model.Card, model.Label, _time);
    }
}

using System.Text.Json;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Models;
using FashionSpark.Pipeline;
using FashionSpark.Scoring;

namespace FashionSpark.Reporting;

/// <summary>Finds everything a report shows: the tables of the warehouse, the model file that the run names, and a few images.</summary>
internal sealed class ReportReader
{
    /// <summary>Rows of the same instant come in this order; null = the run itself, which ends last.</summary>
    private static readonly List<string?> StagesInOrder = [PrepareStage.Name, TrainStage.Name, ScoreStage.Name, EvaluateStage.Name, ReportStage.Name, null];

    private readonly PipelineContext _context;

    public ReportReader(PipelineContext context) => _context = context;

    /// <param name="runId">The run; null = the last one that was evaluated.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="InvalidInputException">The warehouse has no evaluated run, or not that one.</exception>
    public async Task<ReportContents> ReadAsync(string? runId, CancellationToken cancellation)
    {
        Warehouse warehouse = await Warehouse.ReadAsync(_context.Engine, _context.Warehouse, cancellation).ConfigureAwait(false);
        MetricValue[] evaluated = [.. warehouse.Metrics.Where(metric => metric.Stage == EvaluateStage.Name)];
        string run = Choose(evaluated, runId);
        MetricValue[] evaluation = [.. evaluated.Where(metric => metric.RunId == run)];
        string model = evaluation[0].Model;
        string split = SplitOf(evaluation);

        // The run's own words: which data and which model it scored.
        ScoreOptions? scored = warehouse.Runs.Where(row => row.RunId == run).Select(row => Job(row)?.Score).FirstOrDefault(score => score is not null);
        string predictions = scored?.Table ?? _context.Table(PredictionsSchema.TableName);
        (ModelMetadata? card, string? noCard) = CardReader.Read(scored?.Model, model);
        DatasetRows data = DatasetRows.Of(warehouse, scored?.Data ?? card?.Data, scored?.DataVersion ?? card?.DataVersion);
        MistakeList mistakes = await MistakeReader.ReadAsync(_context, predictions, run, split, cancellation).ConfigureAwait(false);
        (IReadOnlyDictionary<string, ReportPicture> pictures, string? noPictures) = card is null
            ? (new Dictionary<string, ReportPicture>(), noCard)
            : await new PictureReader(_context.Engine, scored!.Model, card.Classes).ReadAsync(scored.Data, data.Version, split, mistakes, cancellation).ConfigureAwait(false);
        return new ReportContents
        {
            RunId = run,
            WrittenAt = _context.Time.GetUtcNow(),
            Model = model,
            Card = card,
            NoCard = noCard,
            TrainingSource = card is null ? null : await CardReader.SourceAsync(_context.Engine, card, cancellation).ConfigureAwait(false),
            TrainingImages = TrainingImages(warehouse, card),
            Split = split,
            Classes = card?.Classes ?? [.. evaluation.Where(metric => metric.Split == split && metric.Class is not null).Select(metric => metric.Class!).Distinct()],
            Evaluation = evaluation,
            Training = [.. warehouse.Metrics.Where(metric => metric.Stage == TrainStage.Name && metric.RunId == (card?.RunId ?? run))],
            Confusion = [.. warehouse.Confusion.Where(count => count.RunId == run && count.Split == split)],
            Baseline = await BaselineReader.ReadAsync(_context, predictions, evaluated, run, split, cancellation).ConfigureAwait(false),
            Mistakes = mistakes,
            Pictures = pictures,
            NoPictures = noPictures,
            Data = data,
            Runs = [.. warehouse.Runs.Where(row => row.RunId == run || row.RunId == card?.RunId).OrderBy(row => row.Time).ThenBy(row => StagesInOrder.IndexOf(row.Stage))],
        };
    }

    /// <summary>What the warehouse says of a model: the last run that scored it, without pictures; null where none has been evaluated.</summary>
    /// <param name="card">What its file says of itself.</param>
    /// <param name="model">What tables call it.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<ReportContents?> ReadModelAsync(ModelMetadata card, string model, CancellationToken cancellation)
    {
        Warehouse warehouse = await Warehouse.ReadAsync(_context.Engine, _context.Warehouse, cancellation).ConfigureAwait(false);
        MetricValue[] evaluated = [.. warehouse.Metrics.Where(metric => metric.Stage == EvaluateStage.Name && metric.Model == model)];
        if (evaluated.Length == 0)
        {
            return null;
        }

        string run = Choose(evaluated, null);
        MetricValue[] evaluation = [.. evaluated.Where(metric => metric.RunId == run)];
        string split = SplitOf(evaluation);
        return new ReportContents
        {
            RunId = run,
            WrittenAt = _context.Time.GetUtcNow(),
            Model = model,
            Card = card,
            TrainingSource = await CardReader.SourceAsync(_context.Engine, card, cancellation).ConfigureAwait(false),
            TrainingImages = TrainingImages(warehouse, card),
            Split = split,
            Classes = card.Classes,
            Evaluation = evaluation,
            Confusion = [.. warehouse.Confusion.Where(count => count.RunId == run && count.Split == split)],
            Data = DatasetRows.Of(warehouse, card.Data, card.DataVersion),
        };
    }

    private static string SplitOf(MetricValue[] evaluation) =>
        evaluation.Any(metric => metric.Split == Split.Test) ? Split.Test : evaluation[0].Split;

    private string Choose(MetricValue[] evaluated, string? runId)
    {
        string[] runs = [.. evaluated.Select(metric => metric.RunId).Distinct().Order(StringComparer.Ordinal)];
        return runs.Length == 0
            ? throw NothingToReport(_context.Warehouse)
            : runId is null || runs.Contains(runId)
                ? runId ?? runs[^1]
                : throw new InvalidInputException($"Run '{runId}' has not been evaluated into '{_context.Warehouse}'. Runs that have: {string.Join(", ", runs)}.");
    }

    internal static InvalidInputException NothingToReport(string warehouse) =>
        new($"'{warehouse}' has no evaluated run to report on. Run 'fashionspark score' and 'fashionspark evaluate' first, or name another --warehouse.");

    private static JobOptions? Job(RunRow row)
    {
        try
        {
            return JsonSerializer.Deserialize<JobOptions>(row.Config, SpecJson.Options);
        }
        catch (JsonException)
        {
            // Written by a version with other options.
            return null;
        }
    }

    private static long? TrainingImages(Warehouse warehouse, ModelMetadata? card)
    {
        StatisticsRow[] counts = [.. DatasetRows.Of(warehouse, card?.Data, card?.DataVersion).Counts.Where(row => row.Split == Split.Train)];
        return counts.Length == 0 ? null : counts.Sum(row => row.Images);
    }
}

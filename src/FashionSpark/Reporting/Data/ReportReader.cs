using System.Text.Json;
using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Evaluation.Gates;
using FashionSpark.Models;
using FashionSpark.Pipeline;
using FashionSpark.Scoring;

namespace FashionSpark.Reporting;

/// <summary>Finds everything a report shows: the tables of the warehouse, the model file that the run names, and a few images.</summary>
internal sealed class ReportReader
{
    /// <summary>Images of each kind of mistake: two rows on a desktop.</summary>
    private const int MistakesShown = 12;

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
        string split = evaluation.Any(metric => metric.Split == Split.Test) ? Split.Test : evaluation[0].Split;
        ConfusionCount[] confusion = [.. warehouse.Confusion.Where(count => count.RunId == run && count.Split == split)];

        // The run's own words: which data and which model it scored.
        ScoreOptions? scored = warehouse.Runs.Where(row => row.RunId == run).Select(Job).FirstOrDefault()?.Score;
        (ModelMetadata? card, string? noCard) = ReadCard(scored?.Model, model);
        string? baseline = Baseline(evaluated, run, split);
        var contents = new ReportContents
        {
            RunId = run,
            WrittenAt = _context.Time.GetUtcNow(),
            Model = model,
            Card = card,
            NoCard = noCard,
            Split = split,
            Classes = card?.Classes ?? [.. evaluation.Where(metric => metric.Split == split && metric.Class is not null).Select(metric => metric.Class!).Distinct()],
            Evaluation = evaluation,
            Training = [.. warehouse.Metrics.Where(metric => metric.Stage == TrainStage.Name && metric.RunId == (card?.RunId ?? run))],
            Confusion = confusion,
            Baseline = baseline is null ? null : evaluated.First(metric => metric.RunId == baseline).Model,
            BaselineFigures = [.. evaluated.Where(metric => metric.RunId == baseline && metric.Split == split)],
            Comparison = baseline is null ? null : await CompareAsync(run, baseline, split, cancellation).ConfigureAwait(false),
            Mistakes = await MistakesAsync(run, split, cancellation).ConfigureAwait(false),
            Runs = [.. warehouse.Runs.Where(row => row.RunId == run || row.RunId == card?.RunId).OrderBy(row => row.Time)],
        };
        contents = WithData(contents, warehouse, scored, card);
        return await WithPicturesAsync(contents, scored?.Model, cancellation).ConfigureAwait(false);
    }

    private string Choose(MetricValue[] evaluated, string? runId)
    {
        string[] runs = [.. evaluated.Select(metric => metric.RunId).Distinct().Order(StringComparer.Ordinal)];
        return runs.Length == 0
            ? throw new InvalidInputException($"'{_context.Warehouse}' has no evaluated run to report on. Run 'fashionspark score' and 'fashionspark evaluate' first.")
            : runId is null || runs.Contains(runId)
                ? runId ?? runs[^1]
                : throw new InvalidInputException($"Run '{runId}' has not been evaluated into '{_context.Warehouse}'. Runs that have: {string.Join(", ", runs)}.");
    }

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

    private static (ModelMetadata? Card, string? Why) ReadCard(string? path, string label)
    {
        if (path is null)
        {
            return (null, "The runs table does not say which model file was scored.");
        }

        try
        {
            ModelMetadata? card = ModelFormats.Read(path).Metadata;
            string found = $"{card?.Name}@{ModelFormats.HashOf(path)[..8]}";
            return card is not null && found == label
                ? (card, null)
                : (null, $"The model file '{path}' is now {found}; the run scored {label}.");
        }
        catch (ModelFormatException e)
        {
            return (null, e.Message);
        }
    }

    /// <summary>The last run of a baseline that has figures on the same split; null where this run is one itself.</summary>
    private static string? Baseline(MetricValue[] evaluated, string run, string split)
    {
        bool IsBaseline(MetricValue metric) => metric.Model.StartsWith("baseline", StringComparison.Ordinal);
        return evaluated.Any(metric => metric.RunId == run && IsBaseline(metric))
            ? null
            : evaluated.Where(metric => IsBaseline(metric) && metric.Split == split).Select(metric => metric.RunId).Max(StringComparer.Ordinal);
    }

    private async Task<PairedComparison?> CompareAsync(string run, string baseline, string split, CancellationToken cancellation)
    {
        string path = _context.Table(PredictionsSchema.TableName);
        if (await _context.Engine.DescribeDeltaAsync(path, null, cancellation).ConfigureAwait(false) is not { } table)
        {
            return null;
        }

        RunAnswers mine = await RunAnswers.ReadAsync(_context.Engine, path, table.Version, run, cancellation).ConfigureAwait(false);
        RunAnswers theirs = await RunAnswers.ReadAsync(_context.Engine, path, table.Version, baseline, cancellation).ConfigureAwait(false);
        try
        {
            return mine.IsEmpty || theirs.IsEmpty ? null : mine.CompareTo(theirs, split);
        }
        catch (InvalidInputException)
        {
            // Scored on other images: their figures stand side by side, but there is no difference to test.
            return null;
        }
    }

    private async Task<IReadOnlyList<Mistake>> MistakesAsync(string run, string split, CancellationToken cancellation)
    {
        string path = _context.Table(PredictionsSchema.TableName);
        if (await _context.Engine.DescribeDeltaAsync(path, null, cancellation).ConfigureAwait(false) is not { } table)
        {
            return [];
        }

        var found = new List<Mistake>();
        var read = new DeltaRead(path, table.Version, MistakesFunction.InputColumns, new PartitionFilter(PredictionsSchema.RunId, [run]));
        IDataset mistakes = _context.Engine.ReadDelta(read).MapPartitions(PartitionFunctionSpec.Create(MistakesFunction.Name, new MistakesOptions(split, MistakesShown)));
        await foreach (RecordBatch batch in mistakes.CollectAsync(null, cancellation).ConfigureAwait(false))
        {
            found.AddRange(MistakesFunction.FromRows(batch));
        }

        return [.. MistakesFunction.First(found, MistakesShown)];
    }

    private static ReportContents WithData(ReportContents contents, Warehouse warehouse, ScoreOptions? scored, ModelMetadata? card)
    {
        string? data = scored?.Data ?? card?.Data;
        long? version = scored?.DataVersion ?? card?.DataVersion;
        StatisticsRow[] rows = [.. warehouse.Statistics.Where(row => row.Data == data && (version is null || row.Version <= version))];
        long? made = rows.Length > 0 ? rows.Max(row => row.Version) : null;
        string? prepared = rows.Where(row => row.Version == made).Select(row => row.RunId).Max(StringComparer.Ordinal);
        return contents with
        {
            Data = data,
            DataVersion = version ?? made,
            Statistics = [.. rows.Where(row => row.Version == made)],
            Quarantine = [.. warehouse.Quarantine.Where(file => file.RunId == prepared)],
        };
    }

    private async Task<ReportContents> WithPicturesAsync(ReportContents contents, string? model, CancellationToken cancellation)
    {
        if (contents.Mistakes.Count == 0 || contents.Card is null || model is null || contents.Data is null)
        {
            return contents with { NoPictures = contents.NoCard ?? "The runs table does not say which data was scored." };
        }

        if (await _context.Engine.DescribeDeltaAsync(contents.Data, contents.DataVersion, cancellation).ConfigureAwait(false) is not { } table)
        {
            return contents with { NoPictures = $"The prepared data set '{contents.Data}' is not there any more." };
        }

        string[] ids = [.. contents.Mistakes.Select(mistake => mistake.ImageId).Distinct()];
        var read = new DeltaRead(contents.Data, table.Version, PicturesFunction.InputColumns, new PartitionFilter(PreparedSchema.Split, [contents.Split]));
        var options = new PicturesOptions(ids, Path.GetFullPath(model), ModelFormats.HashOf(model));
        var pictures = new Dictionary<string, ReportPicture>(StringComparer.Ordinal);
        IDataset drawn = _context.Engine.ReadDelta(read).MapPartitions(PartitionFunctionSpec.Create(PicturesFunction.Name, options));
        await foreach (RecordBatch batch in drawn.CollectAsync(null, cancellation).ConfigureAwait(false))
        {
            BinaryArray heat = batch.Column<BinaryArray>("heat");
            for (int row = 0; row < batch.Length; row++)
            {
                pictures[batch.Column<StringArray>("image_id").GetString(row)] = new ReportPicture(
                    batch.Column<BinaryArray>("picture").GetBytes(row).ToArray(), heat.IsNull(row) ? null : heat.GetBytes(row).ToArray());
            }
        }

        return contents with { Pictures = pictures };
    }
}

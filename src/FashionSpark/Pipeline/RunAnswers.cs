using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.Evaluation.Gates;
using FashionSpark.Scoring;

namespace FashionSpark.Pipeline;

/// <summary>Which images of each split a run got right, brought to the driver: an id, a class name and a bit an image.</summary>
internal sealed class RunAnswers
{
    private static readonly string[] Columns = [PredictionsSchema.ImageId, PredictionsSchema.Split, PredictionsSchema.Actual, PredictionsSchema.Class];

    private readonly string _runId;
    private readonly Dictionary<string, Dictionary<string, (string Actual, bool Right)>> _splits = [];

    private RunAnswers(string runId) => _runId = runId;

    public bool IsEmpty => _splits.Count == 0;

    /// <param name="path">Folder of the predictions table.</param>
    /// <param name="version">Version of the table.</param>
    /// <param name="runId">The run; images without a known class are left out.</param>
    public static async Task<RunAnswers> ReadAsync(IEngine engine, string path, long version, string runId, CancellationToken cancellation)
    {
        var answers = new RunAnswers(runId);
        var read = new DeltaRead(path, version, Columns, new PartitionFilter(PredictionsSchema.RunId, [runId]));
        await foreach (RecordBatch batch in engine.ReadDelta(read).CollectAsync(null, cancellation).ConfigureAwait(false))
        {
            answers.Add(batch);
        }

        return answers;
    }

    /// <exception cref="InvalidInputException">The two runs were not scored on the same images of that split, or these have other classes.</exception>
    public PairedComparison CompareTo(RunAnswers other, string split)
    {
        Dictionary<string, (string Actual, bool Right)> mine = Of(split);
        Dictionary<string, (string Actual, bool Right)> theirs = other.Of(split);
        int both = mine.Keys.Count(theirs.ContainsKey);
        if (both < mine.Count || both < theirs.Count)
        {
            throw new InvalidInputException(
                $"Runs {_runId} and {other._runId} were not scored on the same images of split '{split}': {both} in both, {mine.Count - both} only in the first, " +
                $"{theirs.Count - both} only in the second. Score both models on the same version of the data set (score --data-version).");
        }

        int relabelled = mine.Count(image => theirs[image.Key].Actual != image.Value.Actual);
        if (relabelled > 0)
        {
            throw new InvalidInputException(
                $"{relabelled} images of split '{split}' have another class in run {other._runId} than in run {_runId}. Score both models on the same version of the data set.");
        }

        long onlyThis = mine.LongCount(image => image.Value.Right && !theirs[image.Key].Right);
        long onlyOther = mine.LongCount(image => !image.Value.Right && theirs[image.Key].Right);
        return new PairedComparison(
            other._runId, split, onlyThis, onlyOther, McNemar.Gain(onlyThis, onlyOther, mine.Count), McNemar.PValue(onlyThis, onlyOther));
    }

    private Dictionary<string, (string Actual, bool Right)> Of(string split) => _splits.GetValueOrDefault(split) ?? [];

    private void Add(RecordBatch batch)
    {
        StringArray ids = batch.Column<StringArray>(PredictionsSchema.ImageId);
        StringArray splits = batch.Column<StringArray>(PredictionsSchema.Split);
        StringArray actual = batch.Column<StringArray>(PredictionsSchema.Actual);
        StringArray predicted = batch.Column<StringArray>(PredictionsSchema.Class);
        for (int row = 0; row < batch.Length; row++)
        {
            if (actual.GetString(row) is not { } name)
            {
                continue;
            }

            string split = splits.GetString(row);
            if (!_splits.TryGetValue(split, out Dictionary<string, (string, bool)>? images))
            {
                _splits.Add(split, images = []);
            }

            images[ids.GetString(row)] = (name, predicted.GetString(row) == name);
        }
    }
}

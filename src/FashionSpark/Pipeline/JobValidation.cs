using FashionSpark.Datasets;
using FashionSpark.Evaluation.Gates;
using FashionSpark.Images;

namespace FashionSpark.Pipeline;

/// <summary>Checks the values of a job once, before anything runs; every problem in one message.</summary>
internal static class JobValidation
{
    /// <exception cref="InvalidInputException">One or more values are out of range.</exception>
    public static void Check(JobOptions job)
    {
        var problems = new List<string>();
        void Expect(bool good, string what, object? value, string range)
        {
            if (!good)
            {
                problems.Add($"{what} is {value}; expected {range}.");
            }
        }

        Expect(
            job.Prepare is not null || job.Train is not null || job.Score is not null || job.Evaluate is not null || job.Report is not null || job.Promote is not null,
            "The number of stages", 0, $"at least one of {string.Join(", ", StageSelection.Known)}");
        if (job.Prepare is { } prepare)
        {
            Expect(prepare.Size is null or (>= 8 and <= 4096), "prepare.size", prepare.Size, "8 to 4096 pixels");
            Expect(prepare.Channels is null or 1 or 3, "prepare.channels", prepare.Channels, "1 (grey) or 3 (RGB)");
            Expect(
                prepare.MaxMegapixels is >= 1 and <= ImageDecoders.MostMegapixels,
                "prepare.maxMegapixels", prepare.MaxMegapixels, $"1 to {ImageDecoders.MostMegapixels} million pixels");
            Expect(prepare.Partitions is null or >= 1, "prepare.partitions", prepare.Partitions, "1 or more");
            Expect(prepare.ValidationShare is >= 0 and < 1, "prepare.validationShare", prepare.ValidationShare, "0 to below 1");
            Expect(prepare.NearDuplicateDistance is null or (>= -1 and <= 11), "prepare.nearDuplicateDistance", prepare.NearDuplicateDistance, "0 to 11 bits, or -1 to look for none");
            Expect(
                prepare.S3?.Endpoint is null || Uri.TryCreate(prepare.S3.Endpoint, UriKind.Absolute, out Uri? endpoint) && endpoint.Scheme is "http" or "https",
                "prepare.s3.endpoint", $"'{prepare.S3?.Endpoint}'", "a URL such as https://s3.example.org");
            Expect(prepare.TestShare is >= 0 and < 1, "prepare.testShare", prepare.TestShare, "0 to below 1");
        }

        if (job.Train is { } train)
        {
            Expect(train.Profile is "quick" or "full", "train.profile", $"'{train.Profile}'", "'quick' or 'full'");
            Expect(train.Partitions is null or >= 1, "train.partitions", train.Partitions, "1 or more");
            Expect(train.Epochs is null or >= 1, "train.epochs", train.Epochs, "1 or more");
            Expect(train.BatchSize is null or >= 1, "train.batchSize", train.BatchSize, "1 or more images");
            Expect(train.StepsPerRound is null or >= 1, "train.stepsPerRound", train.StepsPerRound, "1 or more");
        }

        if (job.Score is { } score)
        {
            Expect(score.BatchSize >= 1, "score.batchSize", score.BatchSize, "1 or more images");
            Expect(
                score.Splits.Count > 0 && score.Splits.All(Split.All.Contains), "score.splits", string.Join(", ", score.Splits), $"some of {string.Join(", ", Split.All)}");
        }

        Expect(job.Sink?.S3 is not { Reader: not S3Reader.Auto }, "sink.s3.reader", job.Sink?.S3?.Reader, "none: a sink is written by our own writer");
        Expect(
            job.Promote is not { Model: null } || job.Train is not null || job.Score is not null,
            "promote.model", "missing", "a model file, or a job that trains or scores with one");
        foreach (string gate in job.Evaluate?.Gates ?? [])
        {
            try
            {
                bool needsAgainst = Gate.Parse(gate).Metric == GateMetrics.Gain && job.Evaluate!.Against is null;
                Expect(!needsAgainst, "evaluate.against", "missing", $"a run to measure the gain of gate '{gate}' over");
            }
            catch (InvalidInputException e)
            {
                problems.Add(e.Message);
            }
        }

        if (problems.Count > 0)
        {
            throw new InvalidInputException(string.Join(" ", problems));
        }
    }
}

namespace FashionSpark.Pipeline;

/// <summary>Some stages of a job, as when a scheduler runs each stage as a task of its own.</summary>
public static class StageSelection
{
    /// <summary>The stages there are, in the order in which they run.</summary>
    public static IReadOnlyList<string> Known { get; } =
        [PrepareStage.Name, TrainStage.Name, ScoreStage.Name, EvaluateStage.Name, ReportStage.Name, PromoteStage.Name];

    /// <summary>The job with these stages alone; what they take from the others, such as the table of predictions, stays as the job has it.</summary>
    /// <exception cref="InvalidInputException">There is no such stage, or the job does not have it.</exception>
    public static JobOptions Only(this JobOptions job, IReadOnlyCollection<string> stages)
    {
        JobOptions linked = job.Linked();
        Dictionary<string, object?> options = new()
        {
            [PrepareStage.Name] = linked.Prepare,
            [TrainStage.Name] = linked.Train,
            [ScoreStage.Name] = linked.Score,
            [EvaluateStage.Name] = linked.Evaluate,
            [ReportStage.Name] = linked.Report,
            [PromoteStage.Name] = linked.Promote,
        };
        foreach (string stage in stages)
        {
            if (!options.TryGetValue(stage, out object? found))
            {
                throw new InvalidInputException($"There is no stage '{stage}'; stages are {string.Join(", ", Known)}.");
            }

            if (found is null)
            {
                throw new InvalidInputException($"Job '{job.Job}' has no stage '{stage}'; it has {string.Join(", ", Known.Where(name => options[name] is not null))}.");
            }
        }

        return linked with
        {
            Prepare = stages.Contains(PrepareStage.Name) ? linked.Prepare : null,
            Train = stages.Contains(TrainStage.Name) ? linked.Train : null,
            Score = stages.Contains(ScoreStage.Name) ? linked.Score : null,
            Evaluate = stages.Contains(EvaluateStage.Name) ? linked.Evaluate : null,
            Report = stages.Contains(ReportStage.Name) ? linked.Report : null,
            Promote = stages.Contains(PromoteStage.Name) ? linked.Promote : null,
        };
    }

    /// <summary>The job with everything said that a stage takes from another one.</summary>
    internal static JobOptions Linked(this JobOptions job) => job with
    {
        Evaluate = job.Evaluate is { Table: null } evaluate ? evaluate with { Table = job.Score?.Table } : job.Evaluate,
        Promote = job.Promote is { Model: null } promote ? promote with { Model = job.Train?.Out ?? job.Score?.Model } : job.Promote,
    };
}

using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.Worker.Rows;

namespace FashionSpark.Worker;

/// <summary>Runs one partition function over one partition: what both doors have in common.</summary>
internal sealed class PartitionRunner
{
    private readonly PartitionFunctionRegistry _registry;

    public PartitionRunner(PartitionFunctionRegistry registry) => _registry = registry;

    /// <summary>Reads the input to its end and ends the output, whatever the function leaves undone.</summary>
    public void Run(string spec, PartitionInput input, PartitionOutput output, PartitionContext context)
    {
        IPartitionFunction function = _registry.Create(PartitionFunctionSpec.Parse(spec));
        if (input.Schema is not null)
        {
            output.Declare(function.OutputSchema(input.Schema));
        }

        foreach (RecordBatch batch in function.Run(input.Batches, context))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            output.Write(batch);
        }

        input.Drain();
        output.End();
    }

    /// <summary>Where an error happened, for the user: the function by name, never its options, which may hold secrets.</summary>
    public static string Describe(string? spec, int partition, int attempt)
    {
        string name = "?";
        try
        {
            name = spec is null ? name : PartitionFunctionSpec.Parse(spec).Name;
        }
        catch (InvalidInputException)
        {
            // The error being described says so.
        }

        return $"partition function '{name}', partition {partition}, attempt {attempt}, worker {WorkerVersion.Text} on {Environment.MachineName}";
    }
}

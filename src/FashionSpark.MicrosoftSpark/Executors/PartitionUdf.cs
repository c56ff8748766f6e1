using Apache.Arrow;
using FashionSpark.Engines;

namespace FashionSpark.MicrosoftSpark.Executors;

/// <summary>
/// The grouped-map function: runs a partition function over the group that stands for a partition. Microsoft.Spark sends
/// the fields and the name of the method, so there are only texts and bytes here, and nothing static.
/// </summary>
internal sealed class PartitionUdf
{
    private readonly string _spec;
    private readonly byte[] _schema;
    private readonly int _input;
    private readonly int _output;

    /// <param name="function">What to run.</param>
    /// <param name="schema">Schema of its input.</param>
    /// <param name="input">How its input travels.</param>
    /// <param name="output">How its output travels.</param>
    public PartitionUdf(PartitionFunctionSpec function, Schema schema, Wire input, Wire output)
    {
        _spec = function.ToJson();
        _schema = PackedRows.WriteSchema(schema);
        _input = (int)input;
        _output = (int)output;
    }

    public RecordBatch Run(RecordBatch group)
    {
        Schema schema = PackedRows.ReadSchema(_schema);
        PartitionFunctionSpec spec = PartitionFunctionSpec.Parse(_spec);
        IPartitionFunction function = ExecutorFunctions.Known.Create(spec);
        Schema result = function.OutputSchema(schema);
        if (group.Length == 0)
        {
            return GroupOutput.Empty(result, (Wire)_output);
        }

        var input = new GroupInput(group, schema);
        int partition = input.Partition;
        var context = new PartitionContext
        {
            PartitionId = partition,
            LocalFolder = Environment.GetEnvironmentVariable("SPARK_LOCAL_DIRS")?.Split(',', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(),
        };
        RecordBatch made;
        try
        {
            made = GroupOutput.Create(function.Run(input.Batches((Wire)_input), context), result, (Wire)_output, partition);
        }
#pragma warning disable CA1031 // Whatever it is, the driver must be told, and there is no other way (GroupOutput.ErrorMark).
        catch (Exception e)
#pragma warning restore CA1031
        {
            string where = $"partition function '{spec.Name}', partition {partition}, on {Environment.MachineName}";
            made = GroupOutput.Failed(result, (Wire)_output, $"{e.GetType().FullName}: {e.Message}\n in {where}\n{e}");
        }

        // Arrow's own allocator frees the group's memory once nothing refers to it, even while a span is being read.
        GC.KeepAlive(group);
        return made;
    }
}

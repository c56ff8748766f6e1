using System.Globalization;
using Apache.Arrow;
using FashionSpark.Engines;

namespace FashionSpark.Testing.Engines;

/// <summary>
/// Partition function <c>hold</c>: hands its first batch on, says in a folder that it runs and in which process, and
/// waits there until it may go on. So a test can do something to it in the middle of a task.
/// </summary>
public sealed class HoldFunction : IPartitionFunction
{
    public const string Name = "hold";

    private readonly HoldOptions _options;

    public HoldFunction(HoldOptions options) => _options = options;

    public static PartitionFunctionSpec Spec(string folder) => PartitionFunctionSpec.Create(Name, new HoldOptions(folder));

    /// <summary>Lets every task go on, those that have not begun among them.</summary>
    public static void Release(string folder) => File.WriteAllText(Path.Combine(folder, "go"), "");

    /// <summary>Processes that hold a task, or held one.</summary>
    public static IReadOnlyList<int> Holders(string folder) =>
        [.. Directory.GetFiles(folder, "*.held").Select(file => int.Parse(Path.GetFileName(file).Split('-')[0], CultureInfo.InvariantCulture)).Distinct().Order()];

    public Schema OutputSchema(Schema input) => input;

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context)
    {
        bool held = false;
        foreach (RecordBatch batch in input)
        {
            yield return batch;
            if (!held)
            {
                held = true;
                File.WriteAllText(Path.Combine(_options.Folder, $"{Environment.ProcessId}-{context.PartitionId}-{context.Attempt}.held"), "");
                while (!File.Exists(Path.Combine(_options.Folder, "go")))
                {
                    context.Cancellation.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(50));
                    context.Cancellation.ThrowIfCancellationRequested();
                }
            }
        }
    }
}

using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Engines;

namespace FashionSpark.Cli.Doctor;

/// <summary>
/// The driver's side of <c>describe-python</c>: only its schema. The bridge's Python module answers itself, see
/// <c>fashionspark_bridge.py</c>.
/// </summary>
internal sealed class DescribePythonFunction : IPartitionFunction
{
    public const string Name = "describe-python";
    public const string Python = "python";
    public const string Executable = "executable";
    public const string PyArrow = "pyarrow";
    public const string Host = "host";

    public Schema OutputSchema(Schema input) =>
        new([.. new[] { Python, Executable, PyArrow, Host }.Select(name => new Field(name, StringType.Default, nullable: true))], metadata: null);

    public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context) =>
        throw new InvalidInputException($"'{Name}' is answered by Python on an executor, never by .NET.");
}
